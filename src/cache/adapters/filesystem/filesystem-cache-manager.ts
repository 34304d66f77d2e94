import { mkdir, open, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../platform/app-error.js'
import type { Clock } from '../../../platform/clock.js'
import { fileManager } from '../../../platform/file-manager.js'
import type { CacheManager, PruneReport, StageInput } from '../../cache-manager.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { WikiRecords } from '../sqlite/wiki-records.js'
import { writeWikiIndex } from './wiki-index.js'

export interface FilesystemCacheSettings {
  /** `<data>/wikis`. */
  readonly folder: string
  readonly maxAgeMs: number
}

/** `<folder>/<key>/<job>-<attempt>/`: the wiki's files and its index. A folder is written beside as `.new`, synced, then renamed. */
export class FilesystemCacheManager implements CacheManager {
  readonly #records: WikiRecords
  readonly #clock: Clock
  readonly #settings: FilesystemCacheSettings

  constructor(deps: { readonly records: WikiRecords; readonly clock: Clock }, settings: FilesystemCacheSettings) {
    this.#records = deps.records
    this.#clock = deps.clock
    this.#settings = settings
  }

  async find(key: string): Promise<PublishedWiki | undefined> {
    const wiki = this.#records.find(key)
    const now = this.#clock.now().getTime()
    if (wiki === undefined || now - wiki.createdAt.getTime() > this.#settings.maxAgeMs) return undefined
    if (!(await exists(join(this.#settings.folder, wiki.location, 'wiki.db')))) return undefined
    this.#records.touch(key, now)
    return wiki
  }

  async stage(input: StageInput): Promise<PublishedWiki> {
    const location = `${input.facts.key}/${input.facts.jobId}-${input.attempt}`
    const target = join(this.#settings.folder, location)
    const beside = `${target}.new`
    try {
      await fileManager.remove(beside)
      await fileManager.remove(target)
      await mkdir(beside, { recursive: true })
      await this.#write(beside, input)
      const sizeBytes = await fileManager.sizeBytes(beside)
      await rename(beside, target)
      await fileManager.syncFolder(join(this.#settings.folder, input.facts.key))
      await fileManager.syncFolder(this.#settings.folder)
      return { ...input.facts, location, sizeBytes, createdAt: this.#clock.now() }
    } catch (error) {
      await fileManager.remove(beside)
      throw isDiskFull(error) ? diskFull(error) : error
    }
  }

  async list(): Promise<readonly PublishedWiki[]> {
    return this.#records.list()
  }

  async remove(key: string): Promise<boolean> {
    const removed = this.#records.remove(key)
    if (/^[0-9a-f]{32}$/.test(key)) await fileManager.remove(join(this.#settings.folder, key))
    return removed
  }

  async prune(limits: { readonly maxAgeMs: number; readonly maxBytes: number | undefined }): Promise<PruneReport> {
    const now = this.#clock.now().getTime()
    const byUse = this.#records.byUse()
    let total = byUse.reduce((sum, { wiki }) => sum + wiki.sizeBytes, 0)
    const removed: string[] = []
    let freedBytes = 0
    for (const { wiki } of byUse) {
      const expired = now - wiki.createdAt.getTime() > limits.maxAgeMs
      if (!expired && (limits.maxBytes === undefined || total <= limits.maxBytes)) continue
      await this.remove(wiki.key)
      removed.push(wiki.key)
      freedBytes += wiki.sizeBytes
      total -= wiki.sizeBytes
    }
    return { removed, freedBytes }
  }

  async sweep(graceMs: number): Promise<number> {
    const known = new Set(this.#records.list().map((wiki) => wiki.location))
    const now = this.#clock.now().getTime()
    let swept = 0
    for (const key of await foldersIn(this.#settings.folder)) {
      for (const name of await foldersIn(join(this.#settings.folder, key))) {
        const path = join(this.#settings.folder, key, name)
        if (known.has(`${key}/${name}`) || now - (await stat(path)).mtimeMs < graceMs) continue
        await fileManager.remove(path)
        swept += 1
      }
    }
    return swept
  }

  async #write(folder: string, input: StageInput): Promise<void> {
    const pages = new Map(input.wiki.pages.map((page) => [`${page.slug}.md`, page.markdown]))
    const files = new Map([...pages, ...input.files])
    for (const [name, content] of files) {
      const handle = await open(join(folder, name), 'wx')
      try {
        await writeFile(handle, content)
        await handle.sync()
      } finally {
        await handle.close()
      }
    }
    await writeWikiIndex(join(folder, 'wiki.db'), { ...input, files })
    await fileManager.syncFolder(folder)
  }
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

const isDiskFull = (error: unknown): boolean => error instanceof Error && (('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) || /database or disk is full/.test(error.message))

function diskFull(cause: unknown): AppError {
  return new AppError('cache/disk-full', 'transient', 'There is no space left to store the wiki.', {
    advice: 'Free some space, for example with `codewiki cache prune`; the job goes on by itself.',
    retryAfterSeconds: 60,
    cause,
  })
}
