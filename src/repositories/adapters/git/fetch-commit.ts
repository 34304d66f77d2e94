import { fileManager } from '../../../platform/file-manager.js'
import type { FetchOptions } from '../../repository-processor.js'
import { gitError, tooLarge, unknownRevision } from './git-errors.js'
import type { GitAccess } from './git-environment.js'
import type { RemoteRefs } from './resolve-remote.js'
import { runGit, type GitLimits, type GitResult } from './run-git.js'

export interface FetchPlan {
  /** Vetted, with its redirects followed. */
  readonly url: string
  readonly access: GitAccess
  readonly commit: string
  /** Does not exist yet. */
  readonly gitDir: string
  readonly home: string
  readonly limits: GitLimits
  /** Most bytes below `gitDir`. */
  readonly maxBytes: number
  readonly listRefs: () => Promise<RemoteRefs>
}

type Watch = Pick<FetchOptions, 'signal' | 'onProgress'>

const watchIntervalMs = 250
const local: GitAccess = { protocols: [] }

/**
 * One commit without its history into a new bare repository. Returns its bytes on disk.
 * @throws AppError of the catalogue in `git-errors`
 */
export async function fetchCommit(plan: FetchPlan, watch: Watch): Promise<number> {
  const { commit, gitDir } = plan
  const format = commit.length === 64 ? 'sha256' : 'sha1'
  const init = ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, gitDir]
  const made = await runGit({ ...plan, args: init, access: local, signal: watch.signal })
  if (made.code !== 0) throw gitError(made)
  const fetched = await fetchWatched(commit, plan, watch)
  if (fetched.code !== 0) await fetchByName(plan, watch, gitError(fetched))
  const sizeBytes = await fileManager.sizeBytes(gitDir)
  if (sizeBytes > plan.maxBytes) throw tooLarge()
  watch.onProgress?.(sizeBytes)
  return sizeBytes
}

/** Servers of protocol v0 give out only what a ref points at: fetch the ref that is at the commit, and see whether it still is. */
async function fetchByName(plan: FetchPlan, watch: Watch, refused: Error & { readonly code: string }): Promise<void> {
  if (refused.code !== 'repositories/unknown-revision') throw refused
  const { ids } = await plan.listRefs()
  const name = nameOf(plan.commit, ids)
  if (name === undefined) throw unknownRevision('commit', 'It may have been replaced, or this server only gives out branches and tags.')
  const fetched = await fetchWatched(name, plan, watch)
  if (fetched.code !== 0) throw gitError(fetched)
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', 'refs/codewiki/head^{commit}']
  const head = await runGit({ ...plan, args: [`--git-dir=${plan.gitDir}`, ...verify], access: local, signal: watch.signal })
  if (head.stdout.toString('latin1').trim() !== plan.commit) throw unknownRevision('commit', 'The branch moved meanwhile; submit it again.')
}

/** A ref that is at the commit, or an annotated tag of it. The names come from the other side: one that git would not allow is not passed on. */
function nameOf(commit: string, ids: RemoteRefs['ids']): string | undefined {
  const names = [...ids].filter(([, id]) => id === commit).map(([name]) => name.replace(/\^\{\}$/, ''))
  return names.find((name) => name === 'HEAD' || /^refs\/[^\s:^~*?[\\]+$/.test(name))
}

async function fetchWatched(what: string, plan: FetchPlan, watch: Watch): Promise<GitResult> {
  const disk = watchDisk(plan, watch)
  const flags = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--no-write-fetch-head']
  const args = [`--git-dir=${plan.gitDir}`, 'fetch', ...flags, '--end-of-options', plan.url, `+${what}:refs/codewiki/head`]
  try {
    return await runGit({ ...plan, args, signal: AbortSignal.any([watch.signal, disk.signal]) })
  } finally {
    disk.stop()
  }
}

/** Looks at the disk four times a second: progress for the reader, and the end of a fetch that takes too much. */
function watchDisk({ gitDir, maxBytes }: FetchPlan, { onProgress }: Watch): { readonly signal: AbortSignal; readonly stop: () => void } {
  const full = new AbortController()
  let stopped = false
  const look = async () => {
    // A file that vanished while we looked: the next look counts.
    const bytes = await fileManager.sizeBytes(gitDir).catch(() => 0)
    if (stopped) return
    onProgress?.(bytes)
    if (bytes > maxBytes) return full.abort(tooLarge())
    timer = setTimeout(() => void look(), watchIntervalMs)
  }
  let timer = setTimeout(() => void look(), watchIntervalMs)
  const stop = () => {
    stopped = true
    clearTimeout(timer)
  }
  return { signal: full.signal, stop }
}
