import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { migrate } from '../../../platform/sqlite/migrate.js'
import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { FactsCache } from '../../file-parser.js'

const factsMigrations = ['CREATE TABLE facts (key TEXT PRIMARY KEY, value BLOB NOT NULL, used_day INTEGER NOT NULL) STRICT, WITHOUT ROWID; CREATE INDEX facts_used ON facts (used_day);']
const dayMs = 86_400_000

/** A file of its own that can be deleted at any time. */
export class SqliteFactsCache implements FactsCache {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    migrate(database, 'facts', factsMigrations)
  }

  async get(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const today = Math.floor(Date.now() / dayMs)
    const found = new Map<string, string>()
    transaction(this.#database, () => {
      for (const key of keys) {
        const row = sql.get<{ value: Uint8Array; used_day: number }>(this.#database, 'SELECT value, used_day FROM facts WHERE key = ?', key)
        if (row === undefined) continue
        found.set(key, inflateRawSync(row.value).toString('utf8'))
        if (row.used_day !== today) sql.run(this.#database, 'UPDATE facts SET used_day = ? WHERE key = ?', today, key)
      }
    })
    return found
  }

  async put(facts: ReadonlyMap<string, string>): Promise<void> {
    const today = Math.floor(Date.now() / dayMs)
    transaction(this.#database, () => {
      for (const [key, value] of facts) {
        sql.run(this.#database, 'INSERT OR REPLACE INTO facts (key, value, used_day) VALUES (?, ?, ?)', key, deflateRawSync(value, { level: 1 }), today)
      }
    })
  }

  /** Removes facts that nobody asked for in this many days. */
  trim(days: number): number {
    return sql.run(this.#database, 'DELETE FROM facts WHERE used_day < ?', Math.floor(Date.now() / dayMs) - days)
  }
}
