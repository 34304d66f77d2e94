import type { ExplainedPageRun } from './explained.js'

/**
 * No schedule is quicker, in ms, when every call takes `callMs`: all calls in `atOnce` lanes; those that a page waits for, and then its
 * own; or the longest chain of pages that build on one another. Whichever takes longest.
 */
export function lowerBoundMs(pages: readonly ExplainedPageRun[], atOnce: number, callMs: number): number {
  const bySlug = new Map(pages.map((page) => [page.slug, page]))
  const callsOf = (slugs: Iterable<string>) => [...slugs].reduce((sum, slug) => sum + (bySlug.get(slug)?.usage.calls ?? 0), 0)
  const rounds = (slugs: Iterable<string>) => Math.ceil(callsOf(slugs) / atOnce)
  const below = (slug: string, found = new Set<string>()): Set<string> => {
    for (const need of bySlug.get(slug)?.needs ?? []) if (!found.has(need)) below(need, found.add(need))
    return found
  }
  const chain = (slug: string): number => callsOf([slug]) + Math.max(0, ...(bySlug.get(slug)?.needs ?? []).map(chain))
  return callMs * Math.max(rounds(bySlug.keys()), ...[...bySlug.keys()].flatMap((slug) => [rounds(below(slug)) + callsOf([slug]), chain(slug)]))
}
