import { group } from '../plan/code-index.js'
import { walkTree } from '../wiki.js'
import type { StatePage, WikiState } from './wiki-state.js'

/** A page of both wikis, or of one. */
export interface MatchedPages {
  readonly was: StatePage | undefined
  readonly now: StatePage | undefined
}

/** Share of their components that two pages of a module have in common, to be the same under another address. */
const sameShare = 0.5

/** By address; of what is left, by title or by what they are about. In the order of the later wiki, what is gone last. */
export function matchPages(before: WikiState, after: WikiState): MatchedPages[] {
  const old = new Map(before.pages.map((page) => [page.slug, page]))
  const now = new Set(after.pages.map(({ slug }) => slug))
  const gone = before.pages.filter(({ slug }) => !now.has(slug))
  const came = after.pages.filter(({ slug }) => !old.has(slug))
  const renamed = matchRenamed(gone, came, [componentsByPage(before), componentsByPage(after)])
  const taken = new Set([...renamed.values()].map(({ slug }) => slug))
  return [
    ...after.pages.map((page) => ({ was: old.get(page.slug) ?? renamed.get(page.slug), now: page })),
    ...gone.filter(({ slug }) => !taken.has(slug)).map((page) => ({ was: page, now: undefined })),
  ]
}

type ByPage = ReadonlyMap<string, ReadonlySet<string>>

const componentsByPage = ({ tree }: WikiState): ByPage => new Map([...walkTree(tree)].map(({ node }) => [node.slug, new Set(node.components)]))

/** The earlier page by the later one's address; the most alike first, each once. */
function matchRenamed(gone: readonly StatePage[], came: readonly StatePage[], [before, after]: readonly [ByPage, ByPage]): Map<string, StatePage> {
  const holders = group(gone, ({ slug }) => [...(before.get(slug) ?? [])])
  const titled = group(gone, ({ title }) => [title])
  const alike = (now: StatePage) => {
    const own = after.get(now.slug) ?? new Set<string>()
    const candidates = new Set([...(titled.get(now.title) ?? []), ...[...own].flatMap((id) => holders.get(id) ?? [])])
    return [...candidates]
      .filter(({ kind }) => kind === now.kind)
      .map((was) => ({ was, share: was.title === now.title ? 1 : shareOf(before.get(was.slug), own) }))
      .filter(({ share }) => share >= sameShare)
  }
  const pairs = came.flatMap((now) => alike(now).map(({ was, share }) => ({ was, now, share })))
  const found = new Map<string, StatePage>()
  const taken = new Set<string>()
  for (const { was, now } of pairs.sort((a, b) => b.share - a.share)) {
    if (found.has(now.slug) || taken.has(was.slug)) continue
    found.set(now.slug, was)
    taken.add(was.slug)
  }
  return found
}

function shareOf(a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): number {
  if (a === undefined || a.size === 0 || b.size === 0) return 0
  const common = [...a].filter((id) => b.has(id)).length
  return common / (a.size + b.size - common)
}
