import type { CodeMap } from '../analysis/code-map.js'
import { withoutNamespaces } from '../analysis/namespaces.js'
import type { WikiFigures } from '../documentation/pages/quality-page.js'
import { rememberOf } from '../documentation/plan/remember.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { Gap, Verification, Wiki } from '../documentation/wiki.js'
import type { WrittenPage } from './write-pages.js'

/** Joins verified pages to a wiki and counts what it covers. */
export function assembleWiki(plan: WikiPlan, pages: readonly WrittenPage[], code: CodeMap): Wiki {
  return {
    title: plan.title,
    summary: plan.summary,
    pages: pages.map(({ page }) => page),
    tree: plan.tree,
    gaps: gapsOf(pages),
    names: plan.names,
    coverage: countWiki(pages, code).coverage,
  }
}

/** A public component or member counts as documented when a published page cites its lines. */
export function countWiki(pages: readonly WrittenPage[], code: CodeMap): WikiFigures {
  const citations = pages.flatMap(({ page }) => page.citations)
  const citedFiles = new Set(citations.map(({ path }) => path))
  const citedSymbols = new Set(citations.map(({ path, symbol }) => `${path}#${symbol ?? ''}`))
  const { sources, members, components } = toBeCited(code)
  const countCited = (ones: typeof members) => ones.filter((one) => citedSymbols.has(`${one.path}#${one.qualifiedName}`)).length
  const sum = (count: (page: WrittenPage) => number) => pages.reduce((total, page) => total + count(page), 0)
  return {
    coverage: {
      sourceFiles: sources.length,
      documentedFiles: sources.filter((file) => citedFiles.has(file.path)).length,
      publicComponents: components.length,
      documentedPublicComponents: countCited(components),
      totalComponents: code.components.length,
      citations: citations.length,
      links: sum(({ rendered }) => rendered.links.length),
      diagrams: sum(({ rendered }) => rendered.diagrams),
      skippedFiles: code.skipped.length,
    },
    pages: pages.length,
    gaps: gapsOf(pages),
    members: { all: members.length, cited: countCited(members) },
    explained: pages.filter(({ page }) => page.origin === 'model').length,
    verifications: pages.map(({ page }) => page.verification).filter((one): one is Verification => one !== undefined),
  }
}

/** Source files, and their public members and components. */
const toBeCited = rememberOf((code: CodeMap) => {
  const sources = code.files.filter((file) => file.role === 'source')
  const paths = new Set(sources.map((file) => file.path))
  const publicOnes = withoutNamespaces(code).components.filter((component) => component.visibility === 'public' && paths.has(component.path))
  return { sources, members: publicOnes.filter(({ parent }) => parent !== undefined), components: publicOnes.filter(({ parent }) => parent === undefined) }
})

function gapsOf(pages: readonly WrittenPage[]): readonly Gap[] {
  return pages.map(({ gap }) => gap).filter((gap): gap is Gap => gap !== undefined)
}
