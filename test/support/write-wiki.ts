import { DeterministicGenerator } from '../../src/documentation/adapters/deterministic/deterministic-generator.js'
import { writeQualityPage, type WikiFigures } from '../../src/documentation/pages/quality-page.js'
import type { WikiPage } from '../../src/documentation/wiki.js'
import type { WikiPlan } from '../../src/documentation/wiki-plan.js'

/** Figures as a small wiki has them, for pages that no pipeline counted. */
export const smallFigures: WikiFigures = {
  coverage: {
    sourceFiles: 6,
    documentedFiles: 6,
    publicComponents: 6,
    documentedPublicComponents: 6,
    totalComponents: 13,
    citations: 40,
    links: 60,
    diagrams: 5,
    skippedFiles: 1,
  },
  pages: 6,
  gaps: [],
  members: { all: 5, cited: 5 },
  explained: 0,
  verifications: [],
}

/** Every page of the plan as the code alone gives it, the quality page last. */
export async function writeWiki(plan: WikiPlan, figures = smallFigures): Promise<WikiPage[]> {
  const generator = new DeterministicGenerator('test')
  const { signal } = new AbortController()
  const pages = await Promise.all(plan.pages.map((planned) => generator.writePage(plan, planned, signal)))
  return [...pages, writeQualityPage(plan, plan.quality, figures)]
}
