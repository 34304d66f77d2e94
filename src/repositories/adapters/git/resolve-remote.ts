import type { RepositoryRef } from '../../repository-ref.js'
import type { ResolvedCommit } from '../../repository-processor.js'
import { emptyRepository, unknownRevision } from './git-errors.js'

/** `ls-remote` for a ref: patterns to ask for, and how to read the answer. A full commit id needs no asking. */
export function patternsFor(revision: RepositoryRef['revision']): string[] {
  switch (revision.kind) {
    case 'default':
      return ['HEAD']
    case 'branch':
      return [`refs/heads/${revision.name}`]
    case 'tag':
      return [`refs/tags/${revision.name}`, `refs/tags/${revision.name}^{}`]
    case 'commit':
      return []
  }
}

export const isFullCommit = (id: string): boolean => id.length === 40 || id.length === 64

export interface RemoteRefs {
  /** Object id by full ref name; peeled tags as `refs/tags/x^{}`. */
  readonly ids: ReadonlyMap<string, string>
  /** The branch that HEAD points at. */
  readonly head: string | undefined
}

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

/** @throws AppError `repositories/unknown-revision`, `repositories/empty` */
export function pick(revision: RepositoryRef['revision'], refs: RemoteRefs): ResolvedCommit {
  switch (revision.kind) {
    case 'default': {
      const commit = refs.ids.get('HEAD')
      if (commit === undefined) throw emptyRepository()
      return { commit, refName: refs.head }
    }
    case 'branch':
      return { commit: required(refs.ids.get(`refs/heads/${revision.name}`), 'branch'), refName: revision.name }
    case 'tag':
      return { commit: required(refs.ids.get(`refs/tags/${revision.name}^{}`) ?? refs.ids.get(`refs/tags/${revision.name}`), 'tag'), refName: revision.name }
    case 'commit': {
      const matches = new Set([...refs.ids.values()].filter((id) => id.startsWith(revision.id)))
      const [only] = matches
      if (only === undefined || matches.size > 1) throw unknownRevision('commit that can be found by its first digits (give the full id)')
      return { commit: only, refName: undefined }
    }
  }
}

function required(commit: string | undefined, what: string): string {
  if (commit === undefined) throw unknownRevision(what)
  return commit
}
