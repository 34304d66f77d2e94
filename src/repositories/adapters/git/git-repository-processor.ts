import { join } from 'node:path'
import { AppError } from '../../../platform/app-error.js'
import { fileManager } from '../../../platform/file-manager.js'
import type { FetchOptions, RepositoryProcessor, ResolvedCommit, Snapshot } from '../../repository-processor.js'
import type { RepositoryRef } from '../../repository-ref.js'
import { followRedirects } from './follow-redirects.js'
import { gitError, tooLarge, unknownRevision } from './git-errors.js'
import type { GitAccess } from './git-environment.js'
import { openLocal, resolveLocal } from './local-repository.js'
import { openSnapshot } from './open-snapshot.js'
import { isFullCommit, parseRefs, patternsFor, pick } from './resolve-remote.js'
import { runGit, type GitLimits, type GitResult } from './run-git.js'
import type { Cidr, ResolveHost } from './vet-address.js'

export interface GitSettings {
  /** An empty folder that git sees as its home. */
  readonly home: string
  readonly allowHttp: boolean
  readonly allowed: readonly Cidr[]
  readonly resolveHost: ResolveHost
  /** For one fetch. Asking for refs has a tenth of it, at least 10 s. */
  readonly cloneTimeoutMs: number
  /** Most bytes that a clone may put on disk. */
  readonly maxBytes: number
  readonly maxEntries: number
}

const gitMemoryBytes = 1.5e9
/** The user's own repositories may have packs of gigabytes that git maps into memory. */
const localMemoryBytes = 16e9
const watchIntervalMs = 250

export class GitRepositoryProcessor implements RepositoryProcessor {
  readonly #settings: GitSettings

  constructor(settings: GitSettings) {
    this.#settings = settings
  }

  async resolve(ref: RepositoryRef, signal: AbortSignal): Promise<ResolvedCommit> {
    const limits = this.#limits(Math.max(10_000, this.#settings.cloneTimeoutMs / 10))
    if (ref.host === 'local') return resolveLocal(ref, { home: this.#settings.home, limits: { ...limits, memoryBytes: localMemoryBytes }, signal })
    if (ref.revision.kind === 'commit' && isFullCommit(ref.revision.id)) return { commit: ref.revision.id, refName: undefined }
    const { url, access } = await this.#reach(ref, signal)
    const args = ['ls-remote', '--symref', '--quiet', '--end-of-options', url, ...patternsFor(ref.revision)]
    const { code, stdout, stderr } = await runGit({ args, access, home: this.#settings.home, limits, signal })
    if (code !== 0) throw gitError(code, stderr)
    return pick(ref.revision, parseRefs(stdout.toString('utf8')))
  }

  async fetch(ref: RepositoryRef, commit: string, options: FetchOptions): Promise<Snapshot> {
    const { home, maxEntries } = this.#settings
    const limits = this.#limits(this.#settings.cloneTimeoutMs)
    const reading = { home, signal: options.signal, limits: { ...limits, memoryBytes: localMemoryBytes, fileBytes: 0, cpuSeconds: 600, outputBytes: 64e6 } }
    if (ref.host === 'local') return openLocal(ref, commit, maxEntries, reading)
    const gitDir = join(options.directory, 'repository.git')
    const dispose = () => fileManager.remove(gitDir)
    try {
      await this.#fetchCommit(ref, commit, gitDir, options)
      const sizeBytes = await fileManager.sizeBytes(gitDir)
      return await openSnapshot({ gitDir, commit, sizeBytes, maxEntries, call: reading, dispose })
    } catch (error) {
      await dispose()
      throw error
    }
  }

  async #fetchCommit(ref: RepositoryRef, commit: string, gitDir: string, options: FetchOptions): Promise<void> {
    const { url, access } = await this.#reach(ref, options.signal)
    const format = commit.length === 64 ? 'sha256' : 'sha1'
    await this.#mustSucceed(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, gitDir], { protocols: [] }, options.signal)
    const asked = await this.#fetchWatched(url, commit, gitDir, access, options)
    if (asked.code === 0) return
    const error = gitError(asked.code, asked.stderr)
    const name = ref.revision.kind === 'branch' ? `refs/heads/${ref.revision.name}` : ref.revision.kind === 'tag' ? `refs/tags/${ref.revision.name}` : 'HEAD'
    if (error.code !== 'repositories/unknown-revision') throw error
    // Servers of protocol v0 give out refs only: fetch the ref and see whether it is the commit.
    const byName = await this.#fetchWatched(url, name, gitDir, access, options)
    if (byName.code !== 0) throw error
    const head = await this.#mustSucceed([`--git-dir=${gitDir}`, 'rev-parse', '--verify', '--end-of-options', 'refs/codewiki/head^{commit}'], { protocols: [] }, options.signal)
    if (head.stdout.toString('utf8').trim() !== commit) throw unknownRevision('commit')
  }

  async #fetchWatched(url: string, what: string, gitDir: string, access: GitAccess, options: FetchOptions): Promise<GitResult> {
    const watch = new AbortController()
    const signal = AbortSignal.any([options.signal, watch.signal])
    let looking = false
    const timer = setInterval(() => {
      if (looking) return
      looking = true
      void fileManager
        .sizeBytes(gitDir)
        .then((bytes) => {
          options.onProgress?.(bytes)
          if (bytes > this.#settings.maxBytes) watch.abort(tooLarge())
        })
        .catch(() => undefined)
        .finally(() => (looking = false))
    }, watchIntervalMs)
    const args = [
      `--git-dir=${gitDir}`, 'fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--no-write-fetch-head',
      '--end-of-options', url, `+${what}:refs/codewiki/head`,
    ]
    try {
      return await runGit({ args, access, home: this.#settings.home, limits: this.#limits(this.#settings.cloneTimeoutMs), signal })
    } finally {
      clearInterval(timer)
    }
  }

  async #mustSucceed(args: string[], access: GitAccess, signal: AbortSignal): Promise<GitResult> {
    const result = await runGit({ args, access, home: this.#settings.home, limits: this.#limits(30_000), signal })
    if (result.code !== 0) throw gitError(result.code, result.stderr)
    return result
  }

  /** The URL that git gets: vetted, redirects resolved, its host pinned to the addresses that were vetted. */
  async #reach(ref: RepositoryRef, signal: AbortSignal): Promise<{ url: string; access: GitAccess }> {
    const { allowed, resolveHost, allowHttp } = this.#settings
    if (!ref.url.startsWith('https://') && !(allowHttp && ref.url.startsWith('http://'))) {
      throw new AppError('repositories/protocol-not-allowed', 'invalid', 'Repositories can only be fetched over https here.', { advice: 'Use an https URL.' })
    }
    const { url, pin } = await followRedirects(ref.url, { allowed, resolveHost, allowHttp, timeoutMs: 15_000 }, signal)
    return { url, access: { protocols: allowHttp ? ['https', 'http'] : ['https'], pin } }
  }

  #limits(timeoutMs: number): GitLimits {
    return { timeoutMs, memoryBytes: gitMemoryBytes, fileBytes: this.#settings.maxBytes, cpuSeconds: Math.ceil(timeoutMs / 1000), outputBytes: 32e6 }
  }
}
