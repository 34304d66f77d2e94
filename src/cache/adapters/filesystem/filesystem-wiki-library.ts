import { AppError } from '../../../platform/app-error.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { OpenWiki, WikiAddress, WikiLibrary } from '../../wiki-library.js'
import type { WikiRecords } from '../../wiki-records.js'
import type { WikiUpgrades } from '../../wiki-upgrades.js'
import { ExplainedIndexes } from './explained-indexes.js'
import { OpenIndexes } from './open-indexes.js'
import { openWikiIndex } from './open-wiki.js'
import { upgradable } from './upgradable-wiki.js'
import type { WikiFolders } from './wiki-folders.js'

const mostOpen = 32

export interface FilesystemLibraryDeps {
  readonly records: WikiRecords
  readonly folders: WikiFolders
  readonly upgrades: WikiUpgrades
}

/** Reads the folders that `FilesystemCacheManager` writes. A wiki whose files are gone is not found, whatever its record says. */
export class FilesystemWikiLibrary implements WikiLibrary {
  readonly #records: WikiRecords
  readonly #folders: WikiFolders
  readonly #upgrades: WikiUpgrades
  readonly #indexes: OpenIndexes
  readonly #explained: ExplainedIndexes

  constructor({ records, folders, upgrades }: FilesystemLibraryDeps, openAtOnce = mostOpen) {
    this.#records = records
    this.#folders = folders
    this.#upgrades = upgrades
    this.#indexes = new OpenIndexes(folders.root, openAtOnce)
    this.#explained = new ExplainedIndexes(upgrades)
  }

  async open(address: WikiAddress): Promise<OpenWiki | undefined> {
    const prefix = address.commit?.toLowerCase()
    if (prefix !== undefined && !/^[0-9a-f]{7,64}$/.test(prefix)) return undefined
    if (![address.host, address.owner, address.name].every(isText)) return undefined
    const found = await this.#records.ofRepository(address.host, address.owner, address.name, prefix)
    if (prefix !== undefined && new Set(found.map((wiki) => wiki.commit)).size > 1) return undefined
    for (const record of found) {
      const wiki = await this.#openRecord(record)
      if (wiki !== undefined) return wiki
    }
    return undefined
  }

  async openByKey(key: string): Promise<OpenWiki | undefined> {
    const record = isText(key) ? await this.#records.find(key) : undefined
    return record === undefined ? undefined : this.#openRecord(record)
  }

  async list(): Promise<readonly PublishedWiki[]> {
    return this.#records.list()
  }

  async versions({ host, owner, name }: Pick<WikiAddress, 'host' | 'owner' | 'name'>): Promise<readonly PublishedWiki[]> {
    return this.#records.ofRepository(host, owner, name)
  }

  async close(): Promise<void> {
    this.#indexes.close()
    this.#explained.close()
  }

  /** The wiki holds no handle of its own, so that a reader who is slow keeps working when its index was closed for others. */
  async #openRecord(record: PublishedWiki): Promise<OpenWiki | undefined> {
    if (!(await this.#folders.bring(record.location))) return undefined
    if (this.#indexes.find(record.location) === undefined) return undefined
    const index = openWikiIndex(record, () => {
      const database = this.#indexes.find(record.location)
      if (database === undefined) throw wikiGone()
      return database
    })
    return upgradable(index, this.#upgrades, this.#explained)
  }
}

/** SQLite ends a text at NUL and PostgreSQL refuses one: no record has such a name. */
const isText = (text: string): boolean => !text.includes('\0')

function wikiGone(): AppError {
  return new AppError('cache/wiki-gone', 'missing', 'The wiki was removed while it was being read.', {
    advice: 'Submit the repository again.',
  })
}
