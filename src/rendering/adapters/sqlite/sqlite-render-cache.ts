import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { migrate } from '../../../platform/sqlite/migrate.js'
import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { RenderCache } from '../../render-cache.js'

const migrations = ['CREATE TABLE rendered (key TEXT PRIMARY KEY, value BLOB NOT NULL, used_day INTEGER NOT NULL) STRICT, WITHOUT ROWID; CREATE INDEX rendered_used ON rendered (used_day);']
const dayMs = 86_400_000
/** Of speed more than of size: it is read again and again, for a while. */
const level = 1

/** A table of a file that can be deleted at any time. */
export class SqliteRenderCache implements RenderCache {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    migrate(database, 'rendered', migrations)
  }

  async get(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for (const key of keys) {
      const row = sql.get<{ value: Uint8Array; used_day: number }>(this.#database, 'SELECT value, used_day FROM rendered WHERE key = ?', key)
      if (row === undefined) continue
      found.set(key, inflateRawSync(row.value).toString('utf8'))
      if (row.used_day !== today()) sql.run(this.#database, 'UPDATE rendered SET used_day = ? WHERE key = ?', today(), key)
    }
    return found
  }

  async put(values: ReadonlyMap<string, string>): Promise<void> {
    transaction(this.#database, () => {
      for (const [key, value] of values)
        sql.run(this.#database, 'INSERT OR REPLACE INTO rendered (key, value, used_day) VALUES (?, ?, ?)', key, deflateRawSync(value, { level }), today())
    })
  }

  /** Removes what nobody asked for in this many days. */
  trim(days: number): number {
    return sql.run(this.#database, 'DELETE FROM rendered WHERE used_day < ?', today() - days)
  }
}

const today = (): number => Math.floor(Date.now() / dayMs)
