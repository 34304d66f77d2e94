import { parseRevision } from './parse-revision.js'
import type { Revision } from './repository-ref.js'

/** A pasted path, cut into the repository and the revision that the page showed. */
export interface BrowserPath {
  readonly repository: readonly string[]
  readonly revision: Revision
}

/** Public forges whose addresses people copy from the browser, and how many parts of a path name the repository there. */
const partsOfRepository: ReadonlyMap<string, number | 'any'> = new Map<string, number | 'any'>([
  ['github.com', 2],
  ['bitbucket.org', 2],
  ['codeberg.org', 2],
  ['gitea.com', 2],
  ['git.sr.ht', 2],
  ['gitlab.com', 'any'],
])

const fullId = /^([0-9a-f]{40}|[0-9a-f]{64})$/i

export const isKnownForge = (hostname: string): boolean => partsOfRepository.has(hostname)

/** `www.github.com` is `github.com`; other hosts keep their `www.`, which may be another server. */
export function withoutWww(hostname: string): string {
  const bare = hostname.replace(/^www\./, '')
  return isKnownForge(bare) ? bare : hostname
}

/**
 * A URL copied from the browser names a revision too: `/tree/main`, `/commit/<id>`, `/releases/tag/v1`, GitLab's `/-/tree/main`, Gitea's
 * `/src/tag/v1`. Undefined where it points at something else inside (an issue, a file of a branch, `/tree/a/b`, which may be the branch
 * `a/b` or the folder `b` of the branch `a`).
 */
export function cutBrowserPath(hostname: string, parts: readonly string[], query: URLSearchParams): BrowserPath | undefined {
  const dash = parts.indexOf('-')
  if (dash === 0) return undefined
  const known = partsOfRepository.get(hostname)
  const end = dash > 0 ? dash : typeof known === 'number' ? known : parts.length
  const repository = parts.slice(0, end)
  const inside = parts.slice(dash > 0 ? dash + 1 : end)
  if (inside.length === 0) return dash > 0 ? undefined : { repository, revision: { kind: 'default' } }
  const revision = revisionOf(inside, query.get('ref_type') === 'tags')
  return revision === undefined ? undefined : { repository, revision }
}

function revisionOf([view = '', ...rest]: readonly string[], isTag: boolean): Revision | undefined {
  const [first = '', ...more] = rest
  if (first === '') return undefined
  if (view === 'commit' || (view === 'commits' && fullId.test(first))) return parseRevision({ commit: first })
  if (view === 'tags' || (view === 'releases' && first !== 'tag')) return parseRevision({ tag: rest.join('/') })
  if (view === 'releases') return parseRevision({ tag: more.join('/') })
  if (view === 'src' && first === 'commit') return parseRevision({ commit: more[0] })
  if (view === 'src' && (first === 'branch' || first === 'tag')) return more.length === 1 ? parseRevision({ [first]: more[0] }) : undefined
  if (!['tree', 'blob', 'src', 'blame', 'raw', 'commits'].includes(view)) return undefined
  if (fullId.test(first)) return parseRevision({ commit: first })
  if (more.length > 0 || view === 'blob' || view === 'blame' || view === 'raw') return undefined
  return parseRevision(isTag ? { tag: first } : { branch: first })
}
