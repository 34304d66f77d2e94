import { join } from 'node:path'
import { AppError } from '../../../platform/app-error.js'
import { fileManager } from '../../../platform/file-manager.js'
import type { FetchOptions, RepositoryProcessor, ResolvedCommit, Snapshot } from '../../repository-processor.js'
import type { RepositoryRef } from '../../repository-ref.js'
import { fetchCommit } from './fetch-commit.js'
import { followRedirects } from './follow-redirects.js'
import { gitError, unknownRevision } from './git-errors.js'
import type { GitAccess } from './git-environment.js'
import { openLocal, resolveLocal } from './local-repository.js'
import { openSnapshot } from './open-snapshot.js'
import { reapOrphans } from './reap-orphans.js'
import { requireGit } from './require-git.js'
import { isFullCommit, parseRefs, resolveRemote, type RemoteRefs } from './resolve-remote.js'
import { recordsFolder, runGit, type GitLimits } from './run-git.js'
import type { Cidr, ResolveHost } from './vet-address.js'

export interface GitSettings {
  /** A folder of ours that git sees as its home: no configuration in it. Running processes are noted below it. */
  readonly home: string
  readonly allowHttp: boolean
  readonly allowed: readonly Cidr[]
  readonly resolveHost: ResolveHost
  /** For one fetch. Asking for refs has a tenth of it, at least 10 s. */
  readonly cloneTimeoutMs: number
  /** So long may a host send next to nothing, before the fetch is given up. 20, unless given. */
  readonly stallSeconds?: number
  /** Most memory of a git that talks to a host. 1.5 GB, unless given. */
  readonly memoryBytes?: number
  /** Most bytes that a clone may put on disk. */
  readonly maxBytes: number
  readonly maxEntries: number
}

const usualMemoryBytes = 1.5e9
/** The user's own repositories may have packs of gigabytes that git maps into memory. */
const localMemoryBytes = 16e9
const refsBytes = 32e6
/** A line of `ls-tree` is 60 bytes and a path; most paths are short. */
const treeBytesPerEntry = 512
const requestTimeoutMs = 15_000

interface Reached {
  readonly url: string
  readonly access: GitAccess
}

export class GitRepositoryProcessor implements RepositoryProcessor {
  readonly #settings: GitSettings
  #ready: Promise<void> | undefined
  #knowsGit = false

  constructor(settings: GitSettings) {
    this.#settings = settings
  }

  async resolve(ref: RepositoryRef, signal: AbortSignal): Promise<ResolvedCommit> {
    await this.#prepare()
    if (ref.host === 'local') return resolveLocal(ref, { home: this.#settings.home, limits: this.#readingLimits(), signal })
    if (ref.revision.kind === 'commit' && isFullCommit(ref.revision.id)) return { commit: ref.revision.id, refName: undefined }
    const reached = await this.#reach(ref, signal)
    return resolveRemote(ref, (patterns) => this.#listRefs(reached, patterns, signal))
  }

  async fetch(ref: RepositoryRef, commit: string, options: FetchOptions): Promise<Snapshot> {
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw unknownRevision('commit', 'Give the full id of the commit.')
    await this.#prepare()
    const { home, maxEntries } = this.#settings
    const call = { home, signal: options.signal, limits: this.#readingLimits() }
    if (ref.host === 'local') return openLocal(ref, commit, maxEntries, call)
    const gitDir = join(options.directory, 'repository.git')
    const dispose = () => fileManager.remove(gitDir)
    try {
      const sizeBytes = await this.#fetchInto(gitDir, ref, commit, options)
      return await openSnapshot({ gitDir, commit, sizeBytes, maxEntries, call, dispose })
    } catch (error) {
      await dispose()
      throw error
    }
  }

  async #fetchInto(gitDir: string, ref: RepositoryRef, commit: string, options: FetchOptions): Promise<number> {
    const { home, maxBytes, cloneTimeoutMs } = this.#settings
    const reached = await this.#reach(ref, options.signal)
    const limits = this.#remoteLimits(cloneTimeoutMs)
    const listRefs = () => this.#listRefs(reached, [], options.signal)
    return fetchCommit({ ...reached, commit, gitDir, home, limits, maxBytes, listRefs }, options)
  }

  async #listRefs({ url, access }: Reached, patterns: readonly string[], signal: AbortSignal): Promise<RemoteRefs> {
    const args = ['ls-remote', '--symref', '--quiet', '--end-of-options', url, ...patterns]
    const limits = this.#remoteLimits(this.#askTimeoutMs())
    const result = await runGit({ args, access, home: this.#settings.home, limits, signal })
    if (result.code !== 0) throw gitError(result)
    return parseRefs(result.stdout.toString('utf8'))
  }

  /** The URL that git gets: vetted, redirects resolved, its host pinned to the addresses that were vetted. */
  async #reach(ref: RepositoryRef, signal: AbortSignal): Promise<Reached> {
    const { home, allowed, resolveHost, allowHttp, stallSeconds } = this.#settings
    if (!ref.url.startsWith('https://') && !(allowHttp && ref.url.startsWith('http://'))) {
      throw new AppError('repositories/protocol-not-allowed', 'invalid', 'Repositories can only be fetched over https here.', {
        advice: 'Use an https URL.',
      })
    }
    if (!this.#knowsGit) await requireGit({ home, limits: this.#remoteLimits(requestTimeoutMs), signal })
    this.#knowsGit = true
    const timeoutMs = Math.min(requestTimeoutMs, this.#askTimeoutMs())
    const { url, pin } = await followRedirects(ref.url, { allowed, resolveHost, allowHttp, timeoutMs }, signal)
    const access = { protocols: allowHttp ? ['https', 'http'] : ['https'], pin, ...(stallSeconds === undefined ? {} : { stallSeconds }) }
    return { url, access }
  }

  /** Once per process: what an earlier one left running is ended before anything new is started. */
  #prepare(): Promise<void> {
    this.#ready ??= reapOrphans(recordsFolder(this.#settings.home)).then(() => undefined)
    return this.#ready
  }

  #askTimeoutMs(): number {
    const { cloneTimeoutMs } = this.#settings
    return Math.min(cloneTimeoutMs, Math.max(10_000, cloneTimeoutMs / 10))
  }

  #remoteLimits(timeoutMs: number): GitLimits {
    const cpuSeconds = Math.ceil(timeoutMs / 1000)
    const { memoryBytes = usualMemoryBytes, maxBytes } = this.#settings
    return { timeoutMs, memoryBytes, fileBytes: maxBytes, cpuSeconds, outputBytes: refsBytes }
  }

  /** Reading writes no files. */
  #readingLimits(): GitLimits {
    const { cloneTimeoutMs, maxEntries } = this.#settings
    const outputBytes = Math.max(refsBytes, maxEntries * treeBytesPerEntry)
    return { timeoutMs: cloneTimeoutMs, memoryBytes: localMemoryBytes, fileBytes: 0, cpuSeconds: 600, outputBytes }
  }
}
