import { shortCommit, unknownCommit, type PublishedWiki } from '../cache/published-wiki.js'
import type { WikiAddress, WikiLibrary } from '../cache/wiki-library.js'
import type { WikiComparison } from '../documentation/compare/wiki-comparison.js'
import { AppError } from '../platform/app-error.js'

export interface PublishedComparison extends WikiComparison {
  readonly from: PublishedWiki
  readonly to: PublishedWiki
}

type Repository = Pick<WikiAddress, 'host' | 'owner' | 'name'>

/** A commit (7 digits or more), or a branch or tag under which a wiki was made; of that the newest. */
export type ComparePublished = (repository: Repository, from: string, to: string) => Promise<PublishedComparison>

/** Compares two wikis whose files are on this machine. Reads both whole, so it is no work for a process that answers HTTP. */
export type CompareFiles = (before: PublishedWiki, after: PublishedWiki) => Promise<WikiComparison>

/** Comparisons that are kept, since a reader of one asks for it again with each page. */
const mostKept = 4
/** One is under way, the others wait for it. */
const mostAtOnce = 4

/** @throws AppError `wikis/not-found`, `wikis/ambiguous-commit`, `wikis/too-many-comparisons`, and what `compareFiles` throws */
export function makeComparePublished(library: Pick<WikiLibrary, 'versions' | 'openByKey'>, compareFiles: CompareFiles): ComparePublished {
  const kept = new Map<string, Promise<PublishedComparison>>()
  let running = 0
  return async (repository, from, to) => {
    const versions = await library.versions(repository)
    const [before, after] = [chooseVersion(versions, from), chooseVersion(versions, to)]
    const key = `${before.location} ${after.location}`
    const known = kept.get(key)
    if (known !== undefined) return known
    if (running >= mostAtOnce) throw tooMany()
    running += 1
    const found = compare(before, after).finally(() => (running -= 1))
    kept.set(key, found)
    found.catch(() => kept.delete(key))
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old)
    return found
  }

  async function compare(before: PublishedWiki, after: PublishedWiki): Promise<PublishedComparison> {
    // Brings the files to this machine, where another has made them.
    for (const { key, commit } of [before, after]) if ((await library.openByKey(key)) === undefined) throw notFound(shortCommit(commit), [])
    return { from: before, to: after, ...(await compareFiles(before, after)) }
  }
}

/** Newest first, so that of several wikis of one commit or branch the last one is meant. */
function chooseVersion(versions: readonly PublishedWiki[], wanted: string): PublishedWiki {
  const name = wanted.toLowerCase()
  const byCommit = /^[0-9a-f]{7,64}$/.test(name) ? versions.filter(({ commit }) => commit.startsWith(name)) : []
  if (new Set(byCommit.map(({ commit }) => commit)).size > 1) {
    throw new AppError('wikis/ambiguous-commit', 'invalid', `Several commits begin with ${wanted}.`, { advice: 'Use more digits.' })
  }
  const newest = [...versions].sort((a, b) => (a.committedAt > b.committedAt ? -1 : a.committedAt < b.committedAt ? 1 : 0))
  const found = byCommit[0] ?? newest.find(({ refName }) => refName === wanted)
  if (found === undefined) throw notFound(wanted, newest)
  return found
}

function notFound(wanted: string, versions: readonly PublishedWiki[]): AppError {
  const there = [...new Set(versions.filter(({ commit }) => commit !== unknownCommit).map((one) => `${shortCommit(one.commit)}${one.refName === undefined ? '' : ` (${one.refName})`}`))]
  return new AppError('wikis/not-found', 'missing', `There is no wiki of ${wanted.slice(0, 80)} for this repository.`, {
    advice: there.length === 0 ? 'Document it first, as with `codewiki generate --commit`.' : `Document it first, or name one of those there are: ${there.slice(0, 6).join(', ')}.`,
  })
}

const tooMany = (): AppError =>
  new AppError('wikis/too-many-comparisons', 'limit', 'Other wikis are being compared right now.', { advice: 'Try again in a moment.', retryAfterSeconds: 2 })
