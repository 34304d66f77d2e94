import type { CodeMap } from '../analysis/code-map.js'
import { writeQualityPage } from '../documentation/pages/quality-page.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import { countWiki } from './assemble-wiki.js'
import { verifyPages, type VerifyDeps } from './verify-pages.js'
import { orStandIn, type PageRunLog, type RenderDeps, type WrittenPage } from './write-pages.js'

/**
 * Verifies all pages together with the one that is about the wiki itself. That one counts the others as they are published: should a page
 * become a gap, it is written again.
 */
export async function verifyAndTell(plan: WikiPlan, written: readonly WrittenPage[], code: CodeMap, deps: VerifyDeps, run: PageRunLog): Promise<readonly WrittenPage[]> {
  const all = [...written, await tellQuality(plan, written, code, deps, run)]
  const verified = await verifyPages(plan, all, code, deps, run)
  if (verified.every((page, at) => page === all[at])) return verified
  const others = verified.filter(({ page }) => page.slug !== plan.quality.slug)
  return verifyPages(plan, [...others, await tellQuality(plan, others, code, deps, run)], code, deps, run)
}

/** The page counts itself too. What it links and cites does not hang on its figures, so a first writing tells how much that is. */
function tellQuality(plan: WikiPlan, others: readonly WrittenPage[], code: CodeMap, deps: RenderDeps, run: PageRunLog): Promise<WrittenPage> {
  const write = async (counted: readonly WrittenPage[]): Promise<WrittenPage> => {
    const page = writeQualityPage(plan, plan.quality, countWiki(counted, code))
    return { page, rendered: await deps.renderer.render(page, run.signal), gap: undefined }
  }
  const planned = { ...plan.quality, kind: 'topic' as const }
  return orStandIn(planned, deps, run, async () => write([...others, await write(others)]))
}
