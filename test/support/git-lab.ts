import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GitRepositoryProcessor, type GitSettings } from '../../src/repositories/adapters/git/git-repository-processor.js'
import { parseCidrs } from '../../src/repositories/adapters/git/vet-address.js'
import { makeParseRepository } from '../../src/repositories/parse-repository.js'
import type { FetchOptions, Snapshot } from '../../src/repositories/repository-processor.js'
import type { RepositoryInput, RepositoryRef } from '../../src/repositories/repository-ref.js'

export const never = new AbortController().signal

/** Reads repositories as the worker does, each into a folder of its own that must be empty afterwards. Loopback is allowed, unless changed. */
export class GitLab {
  readonly folder = mkdtempSync(join(tmpdir(), 'codewiki-git-lab-'))
  readonly home = join(this.folder, 'home')
  readonly parse = makeParseRepository({ allowHttp: true, localRoots: 'any' })

  constructor() {
    mkdirSync(this.home)
  }

  processor(changes: Partial<GitSettings> = {}): GitRepositoryProcessor {
    return new GitRepositoryProcessor({
      home: this.home,
      allowHttp: true,
      allowed: parseCidrs(['127.0.0.0/8']),
      resolveHost: async () => ['127.0.0.1'],
      cloneTimeoutMs: 20_000,
      maxBytes: 50e6,
      maxEntries: 1_000,
      ...changes,
    })
  }

  /** Path and text of every file, from the first question to the last byte. */
  async read(input: RepositoryInput | RepositoryRef, changes: Partial<GitSettings> = {}, signal = never): Promise<Map<string, string>> {
    return this.use(input, changes, signal, async (snapshot) => {
      const files = new Map<string, string>()
      for await (const { entry, content } of snapshot.blobs(snapshot.entries, signal)) files.set(entry.path, content.toString('utf8'))
      return files
    })
  }

  /** Hands the snapshot over, disposes of it, and makes sure that nothing is left, also after a failure. */
  async use<T>(
    input: RepositoryInput | RepositoryRef,
    changes: Partial<GitSettings>,
    signal: AbortSignal,
    work: (snapshot: Snapshot) => Promise<T>,
  ): Promise<T> {
    const directory = mkdtempSync(join(this.folder, 'attempt-'))
    const ended = await this.#walk(input, changes, { directory, signal }, work).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    const left = readdirSync(directory)
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
    if ('error' in ended) throw ended.error
    return ended.value
  }

  async #walk<T>(
    input: RepositoryInput | RepositoryRef,
    changes: Partial<GitSettings>,
    options: FetchOptions,
    work: (snapshot: Snapshot) => Promise<T>,
  ): Promise<T> {
    const processor = this.processor(changes)
    const ref = 'url' in input ? input : this.parse(input)
    const { commit } = await processor.resolve(ref, options.signal)
    await using snapshot = await processor.fetch(ref, commit, options)
    return await work(snapshot)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
