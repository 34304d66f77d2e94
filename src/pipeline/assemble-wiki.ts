import type { CodeMap } from '../analysis/code-map.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { Coverage, Gap, Wiki } from '../documentation/wiki.js'
import type { WrittenPage } from './write-pages.js'

/** Joins verified pages to a wiki and counts what it covers. */
export function assembleWiki(plan: WikiPlan, pages: readonly WrittenPage[], code: CodeMap): Wiki {
  return {
    title: plan.title,
    summary: plan.summary,
    pages: pages.map(({ page }) => page),
    tree: plan.tree,
    gaps: pages.map(({ gap }) => gap).filter((gap): gap is Gap => gap !== undefined),
    coverage: coverage(pages, code),
  }
}

/** A public component counts as documented when a published page cites its lines. */
function coverage(pages: readonly WrittenPage[], code: CodeMap): Coverage {
  const citedFiles = new Set<string>()
  const citedSymbols = new Set<string>()
  for (const { page } of pages) {
    for (const citation of page.citations) {
      citedFiles.add(citation.path)
      if (citation.symbol !== undefined) citedSymbols.add(`${citation.path}#${citation.symbol}`)
    }
  }
  const sources = code.files.filter((file) => file.role === 'source')
  const sourcePaths = new Set(sources.map((file) => file.path))
  const publicOnes = code.components.filter((component) => component.visibility === 'public' && sourcePaths.has(component.path) && component.parent === undefined)
  const sum = (count: (page: WrittenPage) => number) => pages.reduce((total, page) => total + count(page), 0)
  return {
    sourceFiles: sources.length,
    documentedFiles: sources.filter((file) => citedFiles.has(file.path)).length,
    publicComponents: publicOnes.length,
    documentedPublicComponents: publicOnes.filter((one) => citedSymbols.has(`${one.path}#${one.qualifiedName}`)).length,
    totalComponents: code.components.length,
    citations: sum(({ page }) => page.citations.length),
    links: sum(({ rendered }) => rendered.links.length),
    diagrams: sum(({ rendered }) => rendered.diagrams),
    skippedFiles: code.skipped.length,
  }
}
