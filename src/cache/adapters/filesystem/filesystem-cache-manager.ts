import { mkdir, readdir, rename, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../platform/app-error.js'
import type { WikiFile } from '../../../documentation/wiki-files.js'
import type { Clock } from '../../../platform/clock.js'
import { fileManager } from '../../../platform/file-manager.js'
import { machineFailure } from '../../../platform/machine-failure.js'
import type { CacheManager, PruneReport, StageInput } from '../../cache-manager.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { WikiRecords } from '../../wiki-records.js'
import type { WikiFolders } from './wiki-folders.js'
import { writeAndPack } from './packed-file.js'
import { openWikiFile, writeWikiIndex } from './wiki-index.js'

export interface FilesystemCacheDeps {
  readonly records: WikiRecords
  readonly folders: WikiFolders
  readonly clock: Clock
}

/**
 * `<folder>/<key>/<job>-<attempt>/`, and once more with `-2`: the wiki's files and its index. A folder is written beside as `.new`, synced, then renamed; with
 * an archive it is stored there too, before anybody can see it.
 */
export class FilesystemCacheManager implements CacheManager {
  readonly #records: WikiRecords
  readonly #folders: WikiFolders
  readonly #clock: Clock
  readonly #maxAgeMs: number

  constructor({ records, folders, clock }: FilesystemCacheDeps, settings: { readonly maxAgeMs: number }) {
    this.#records = records
    this.#folders = folders
    this.#clock = clock
    this.#maxAgeMs = settings.maxAgeMs
  }

  async find(key: string): Promise<PublishedWiki | undefined> {
    const wiki = await this.#records.find(key)
    const now = this.#clock.now()
    if (wiki === undefined || now.getTime() - wiki.createdAt.getTime() > this.#maxAgeMs) return undefined
    if (!(await this.#folders.bring(wiki.location))) return undefined
    const index = openWikiFile(this.#folders.path(wiki.location))
    if (index === undefined) return undefined
    index.close()
    await this.#records.touch(key, now)
    return wiki
  }

  async stage(input: StageInput): Promise<PublishedWiki> {
    const location = `${input.facts.key}/${input.facts.jobId}-${input.attempt}${input.isAnother === true ? '-2' : ''}`
    const target = this.#folders.path(location)
    const beside = `${target}.new`
    try {
      await fileManager.remove(beside)
      await fileManager.remove(target)
      await mkdir(beside, { recursive: true })
      await this.#write(beside, input)
      const sizeBytes = await fileManager.sizeBytes(beside)
      input.signal.throwIfAborted()
      await rename(beside, target)
      await fileManager.syncFolder(this.#folders.path(input.facts.key))
      await fileManager.syncFolder(this.#folders.root)
      await this.#folders.archive?.store(location, target)
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
    const wiki = await this.#records.find(key)
    if (wiki === undefined || !(await this.#records.remove(key))) return false
    await this.#folders.archive?.remove(wiki.location)
    await fileManager.remove(this.#folders.path(wiki.location))
    // Earlier wikis of the key go too; a younger folder belongs to a job that is about to publish.
    await this.#sweepKey(key, (modifiedMs) => modifiedMs < wiki.createdAt.getTime())
    return true
  }

  async prune(limits: { readonly maxAgeMs: number; readonly maxBytes: number | undefined }): Promise<PruneReport> {
    const now = this.#clock.now().getTime()
    const byUse = await this.#records.byUse()
    let total = byUse.reduce((sum, wiki) => sum + wiki.sizeBytes, 0)
    const removed: string[] = []
    let freedBytes = 0
    for (const wiki of byUse) {
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
    const before = this.#clock.now().getTime() - graceMs
    let swept = (await this.#folders.archive?.sweep(graceMs)) ?? 0
    for (const key of await foldersIn(this.#folders.root)) swept += await this.#sweepKey(key, (modifiedMs) => modifiedMs < before)
    return swept
  }

  /** Removes what no record names and `isOld` says nobody is writing any more. */
  async #sweepKey(key: string, isOld: (modifiedMs: number) => boolean): Promise<number> {
    const folder = this.#folders.path(key)
    const known = (await this.#records.find(key))?.location
    let swept = 0
    for (const name of await foldersIn(folder)) {
      const path = join(folder, name)
      if (known === `${key}/${name}` || !isOld(await modifiedMs(path))) continue
      await fileManager.remove(path)
      swept += 1
    }
    // Fails while there is something in it, as it should.
    await rmdir(folder).catch(() => undefined)
    return swept
  }

  async #write(folder: string, input: StageInput): Promise<void> {
    const pages = new Map(input.wiki.pages.map((page) => [`${page.slug}.md`, page.markdown]))
    const files = [...new Map<string, WikiFile>([...pages, ...input.files])]
    const packed = new Map<string, Buffer>(files.map(([name]) => [name, nothing]))
    const left = files.values()
    const lane = async () => {
      for (const [name, content] of left) {
        input.signal.throwIfAborted()
        packed.set(name, await writeAndPack(join(folder, fileName(name)), content))
      }
    }
    await allOrFirstFailure(Array.from({ length: filesAtOnce }, lane))
    await writeWikiIndex(join(folder, 'wiki.db'), input, packed)
    await fileManager.syncFolder(folder)
  }
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** 0 when it is gone. */
async function modifiedMs(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
}

/** Each waits for the disk, and there may be hundreds: the disk takes several in one go. */
const filesAtOnce = 8
const nothing = Buffer.alloc(0)

/** Nothing is under way any more when it throws. */
async function allOrFirstFailure(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
}

/** Slugs and names are ours; should one ever not be a plain name, nothing is written outside the folder. */
function fileName(name: string): string {
  if (/^[\w-][\w.-]*$/.test(name) && name !== 'wiki.db') return name
  throw new AppError('cache/bad-file-name', 'internal', `A wiki cannot have a file named ${JSON.stringify(name)}.`)
}

const isDiskFull = (error: unknown): boolean => machineFailure(error)?.code === 'platform/disk-full'

function diskFull(cause: unknown): AppError {
  return new AppError('cache/disk-full', 'transient', 'There is no space left to store the wiki.', {
    advice: 'Free some space, for example with `codewiki cache prune`; the job goes on by itself.',
    retryAfterSeconds: 30,
    isOutage: true,
    cause,
  })
}
