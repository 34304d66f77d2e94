import type { RepositoryRef, Revision } from '../../repository-ref.js'
import type { ResolvedCommit } from '../../repository-processor.js'
import { danglingHead, emptyRepository, unknownAbbreviation, unknownRevision } from './git-errors.js'

export interface RemoteRefs {
  /** Object id by full ref name; peeled tags as `refs/tags/x^{}`. */
  readonly ids: ReadonlyMap<string, string>
  /** The branch that HEAD points at. */
  readonly head: string | undefined
}

/** Asks the remote for refs of these patterns; for all without any. */
export type ListRefs = (patterns: readonly string[]) => Promise<RemoteRefs>

export const isFullCommit = (id: string): boolean => id.length === 40 || id.length === 64

/**
 * From a ref to a commit. A branch that does not exist but is the name of a tag means the tag, as for `git clone --branch`.
 * @throws AppError `repositories/unknown-revision`, `repositories/empty`
 */
export async function resolveRemote({ revision }: RepositoryRef, list: ListRefs): Promise<ResolvedCommit> {
  if (revision.kind === 'commit')
    return { commit: isFullCommit(revision.id) ? revision.id : byPrefix(revision.id, await list([])), refName: undefined }
  if (revision.kind === 'default') return resolveDefault(list)
  const refs = await list(patternsFor(revision))
  const commit = (revision.kind === 'branch' ? refs.ids.get(`refs/heads/${revision.name}`) : undefined) ?? tagged(revision.name, refs)
  if (commit !== undefined) return { commit, refName: revision.name }
  if ((await list([])).ids.size === 0) throw emptyRepository()
  throw unknownRevision(revision.kind)
}

async function resolveDefault(list: ListRefs): Promise<ResolvedCommit> {
  const { ids, head } = await list(['HEAD'])
  const commit = ids.get('HEAD')
  if (commit !== undefined) return { commit, refName: head }
  throw (await list([])).ids.size === 0 ? emptyRepository() : danglingHead()
}

function patternsFor({ kind, name }: Extract<Revision, { name: string }>): string[] {
  const tag = [`refs/tags/${name}`, `refs/tags/${name}^{}`]
  return kind === 'branch' ? [`refs/heads/${name}`, ...tag] : tag
}

/** What an annotated tag points at, not the tag object. */
const tagged = (name: string, { ids }: RemoteRefs): string | undefined => ids.get(`refs/tags/${name}^{}`) ?? ids.get(`refs/tags/${name}`)

function byPrefix(prefix: string, { ids }: RemoteRefs): string {
  const matches = new Set([...ids].filter(([name, id]) => id.startsWith(prefix) && !ids.has(`${name}^{}`)).map(([, id]) => id))
  const [only] = matches
  if (only === undefined || matches.size > 1) throw unknownAbbreviation(matches.size)
  return only
}

/** Reads `ls-remote --symref`. */
export function parseRefs(output: string): RemoteRefs {
  const ids = new Map<string, string>()
  let head: string | undefined
  for (const line of output.split('\n')) {
    const symbolic = /^ref: refs\/heads\/(.+)\tHEAD$/.exec(line)
    const direct = /^([0-9a-f]{40}|[0-9a-f]{64})\t(.+)$/.exec(line)
    if (symbolic !== null) head = symbolic[1]
    else if (direct?.[1] !== undefined && direct[2] !== undefined) ids.set(direct[2], direct[1])
  }
  return { ids, head }
}
