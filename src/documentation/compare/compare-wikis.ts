import type { Coverage, WikiTreeNode } from '../wiki.js'
import { comparableLines } from './comparable-lines.js'
import { byImportance, compareComponents } from './compare-components.js'
import { compareLines } from './compare-lines.js'
import { compareSections } from './compare-sections.js'
import { matchPages, type MatchedPages } from './match-pages.js'
import type { ChangeReason, ComponentChange, PageChange, WikiComparison } from './wiki-comparison.js'
import type { StatePage, WikiState } from './wiki-state.js'

/** What changed between two wikis of one repository. */
export function compareWikis(before: WikiState, after: WikiState): WikiComparison {
  const sides = { before, after, pathsBefore: pathsByPage(before), pathsAfter: pathsByPage(after), components: compareComponents(before, after) }
  const matched = matchPages(before, after)
  const pages: PageChange[] = []
  for (const pair of matched) {
    const change = comparePages(pair, sides)
    if (change !== undefined) pages.push(change)
  }
  return { figures: figuresOf(before, after), files: filesOf(before, after), pages, unchanged: matched.length - pages.length }
}

interface Sides {
  readonly before: WikiState
  readonly after: WikiState
  /** Files of a module by its page. */
  readonly pathsBefore: ReadonlyMap<string, ReadonlySet<string>>
  readonly pathsAfter: ReadonlyMap<string, ReadonlySet<string>>
  /** By file. */
  readonly components: ReadonlyMap<string, readonly ComponentChange[]>
}

function pathsByPage({ tree, components }: WikiState): Map<string, ReadonlySet<string>> {
  const pathOf = (id: string) => components.get(id)?.path ?? id.split('#', 1)[0] ?? id
  const paths = new Map<string, ReadonlySet<string>>()
  const visit = (node: WikiTreeNode, above: ReadonlySet<string>) => {
    // A page of members is about the files of the module above it.
    const own = node.kind === 'reference' ? above : new Set(node.components.map(pathOf))
    paths.set(node.slug, own)
    for (const child of node.children) visit(child, own)
  }
  visit(tree, new Set())
  return paths
}

function comparePages({ was, now }: MatchedPages, sides: Sides): PageChange | undefined {
  const page = now ?? was
  if (page === undefined) return undefined
  const { before, after } = sides
  const old = textOf(was, before, after)
  const text = textOf(now, after, before)
  const isSame = old.compared.join('\n') === text.compared.join('\n')
  const isRenamed = was !== undefined && now !== undefined && (was.slug !== now.slug || was.title !== now.title)
  if (isSame && !isRenamed) return undefined
  const change = was === undefined ? 'added' : now === undefined ? 'removed' : isRenamed ? 'renamed' : 'changed'
  const own = new Set([...(sides.pathsBefore.get(was?.slug ?? '') ?? []), ...(sides.pathsAfter.get(now?.slug ?? '') ?? [])])
  return {
    change,
    slug: page.slug,
    title: page.title,
    kind: page.kind,
    was: isRenamed ? { slug: was.slug, title: was.title } : undefined,
    reasons: was === undefined || now === undefined || isSame ? [] : reasonsOf(was, now, own, sides),
    sections: was === undefined || now === undefined ? [] : compareSections(old.compared, text.compared),
    components: page.kind === 'reference' ? [] : [...own].flatMap((path) => sides.components.get(path) ?? []).sort(byImportance),
    hunks: isSame ? [] : compareLines(old, text),
  }
}

function textOf(page: StatePage | undefined, { commit }: WikiState, { files }: WikiState): { readonly shown: readonly string[]; readonly compared: readonly string[] } {
  if (page === undefined) return { shown: [], compared: [] }
  const trimmed = { ...page, markdown: page.markdown.trimEnd() }
  return { shown: trimmed.markdown.split('\n'), compared: comparableLines(trimmed, commit, (path) => files.get(path)) }
}

function reasonsOf(was: StatePage, now: StatePage, own: ReadonlySet<string>, { before, after }: Sides): ChangeReason[] {
  const differs = (path: string) => before.files.get(path) !== after.files.get(path)
  const cited = new Set([...was.citations, ...now.citations].map(({ path }) => path))
  const reasons: ChangeReason[] = []
  if ([...own].some(differs)) reasons.push('code')
  if ([...cited].some((path) => !own.has(path) && differs(path))) reasons.push('cited')
  if (was.origin !== now.origin) reasons.push('prose')
  if (reasons.length === 0) reasons.push('relations')
  return before.fingerprint === after.fingerprint ? reasons : [...reasons, 'generator']
}

const figureNames: Readonly<Partial<Record<keyof Coverage, string>>> = {
  sourceFiles: 'source files',
  totalComponents: 'definitions',
  publicComponents: 'public definitions',
  documentedPublicComponents: 'public definitions cited on a page',
  documentedFiles: 'source files cited on a page',
  citations: 'citations',
  links: 'links',
  diagrams: 'diagrams',
  skippedFiles: 'files left out',
}

function figuresOf(before: WikiState, after: WikiState): WikiComparison['figures'] {
  const counted = Object.entries(figureNames).map(([key, name]) => ({ name, before: before.coverage[key as keyof Coverage], after: after.coverage[key as keyof Coverage] }))
  return [{ name: 'pages', before: before.pages.length, after: after.pages.length }, ...counted].filter((one) => one.before !== one.after)
}

function filesOf({ files: before }: WikiState, { files: after }: WikiState): WikiComparison['files'] {
  if (before.size === 0 || after.size === 0) return undefined
  const added = [...after.keys()].filter((path) => !before.has(path)).length
  const kept = [...before].filter(([path]) => after.has(path))
  return { added, removed: before.size - kept.length, changed: kept.filter(([path, oid]) => after.get(path) !== oid).length }
}
