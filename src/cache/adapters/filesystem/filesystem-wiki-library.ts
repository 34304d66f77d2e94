import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../../platform/sqlite/open-database.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { OpenWiki, WikiAddress, WikiLibrary } from '../../wiki-library.js'
import type { WikiRecords } from '../sqlite/wiki-records.js'
import { openWikiIndex } from './open-wiki.js'

const mostOpen = 32

interface Opened {
  readonly wiki: OpenWiki
  readonly database: Database
}

/** Keeps the last few wikis open. A wiki whose files are gone is not found, whatever its record says. */
export class FilesystemWikiLibrary implements WikiLibrary {
  readonly #records: WikiRecords
  readonly #folder: string
  /** By location, the least recently used first. */
  readonly #open = new Map<string, Opened>()

  constructor(records: WikiRecords, folder: string) {
    this.#records = records
    this.#folder = folder
  }

  async open(address: WikiAddress): Promise<OpenWiki | undefined> {
    const prefix = address.commit?.toLowerCase()
    if (prefix !== undefined && !/^[0-9a-f]{7,64}$/.test(prefix)) return undefined
    const found = this.#records.ofRepository(address.host, address.owner, address.name, prefix)
    if (prefix !== undefined && new Set(found.map((wiki) => wiki.commit)).size > 1) return undefined
    for (const record of found) {
      const wiki = this.#openRecord(record)
      if (wiki !== undefined) return wiki
    }
    return undefined
  }

  async openByKey(key: string): Promise<OpenWiki | undefined> {
    const record = this.#records.find(key)
    return record === undefined ? undefined : this.#openRecord(record)
  }

  async list(): Promise<readonly PublishedWiki[]> {
    return this.#records.list()
  }

  async close(): Promise<void> {
    for (const { database } of this.#open.values()) database.close()
    this.#open.clear()
  }

  #openRecord(record: PublishedWiki): OpenWiki | undefined {
    const path = join(this.#folder, record.location, 'wiki.db')
    const known = this.#open.get(record.location)
    if (!existsSync(path)) {
      if (known !== undefined) this.#forget(record.location, known)
      return undefined
    }
    if (known !== undefined) {
      this.#open.delete(record.location)
      this.#open.set(record.location, known)
      return known.wiki
    }
    const database = openDatabase(path, { durability: 'normal', readOnly: true })
    const opened = { database, wiki: openWikiIndex(record, database) }
    this.#open.set(record.location, opened)
    const [oldest] = this.#open
    if (this.#open.size > mostOpen && oldest !== undefined) this.#forget(oldest[0], oldest[1])
    return opened.wiki
  }

  #forget(location: string, opened: Opened): void {
    this.#open.delete(location)
    opened.database.close()
  }
}
