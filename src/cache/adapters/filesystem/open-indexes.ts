import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { openWikiFile } from './wiki-index.js'

/** Indexes of the wikis read last, kept open: opening one costs more than most look-ups. */
export class OpenIndexes {
  readonly #folder: string
  readonly #most: number
  /** By location, the least recently used first. */
  readonly #open = new Map<string, Database>()

  /** `folder` holds the wikis; `most` are open at a time. */
  constructor(folder: string, most: number) {
    this.#folder = folder
    this.#most = most
  }

  /** The open index; undefined when its files are gone. Do not keep it: a later call for another wiki may close it. */
  find(location: string): Database | undefined {
    const known = this.#open.get(location)
    this.#open.delete(location)
    if (known !== undefined && !existsSync(join(this.#folder, location, 'wiki.db'))) {
      known.close()
      return undefined
    }
    const database = known ?? openWikiFile(join(this.#folder, location))
    if (database === undefined) return undefined
    this.#open.set(location, database)
    this.#closeOldest()
    return database
  }

  close(): void {
    for (const database of this.#open.values()) database.close()
    this.#open.clear()
  }

  #closeOldest(): void {
    for (const [location, database] of this.#open) {
      if (this.#open.size <= this.#most) return
      this.#open.delete(location)
      database.close()
    }
  }
}
