import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { migrate } from './migrate.js'
import { transaction, type Database } from './open-database.js'
import { sql } from './prepared.js'

const dayMs = 86_400_000
const today = (): number => Math.floor(Date.now() / dayMs)
/** Of speed more than of size: what is kept is read again and again, for a while. */
const level = 1

/** Texts by key in a table of their own, packed, with the day on which each was last asked for. For what can be made again at any time. */
export class TextCache {
  readonly #database: Database
  readonly #table: string

  /** `table`: a name of ours. It is made by itself. */
  constructor(database: Database, table: string) {
    this.#database = database
    this.#table = table
    migrate(database, table, [
      `CREATE TABLE ${table} (key TEXT PRIMARY KEY, value BLOB NOT NULL, used_day INTEGER NOT NULL) STRICT, WITHOUT ROWID; CREATE INDEX ${table}_used ON ${table} (used_day);`,
    ])
  }

  /** What is not known is missing. */
  async get(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    transaction(this.#database, () => {
      for (const key of keys) {
        const row = sql.get<{ value: Uint8Array; used_day: number }>(this.#database, `SELECT value, used_day FROM ${this.#table} WHERE key = ?`, key)
        if (row === undefined) continue
        found.set(key, inflateRawSync(row.value).toString('utf8'))
        if (row.used_day !== today()) sql.run(this.#database, `UPDATE ${this.#table} SET used_day = ? WHERE key = ?`, today(), key)
      }
    })
    return found
  }

  async put(texts: ReadonlyMap<string, string>): Promise<void> {
    transaction(this.#database, () => {
      for (const [key, text] of texts)
        sql.run(this.#database, `INSERT OR REPLACE INTO ${this.#table} (key, value, used_day) VALUES (?, ?, ?)`, key, deflateRawSync(text, { level }), today())
    })
  }

  /** Removes what nobody asked for in this many days. Returns how many. */
  trim(days: number): number {
    return sql.run(this.#database, `DELETE FROM ${this.#table} WHERE used_day < ?`, today() - days)
  }

  /** Day since 1970 on which that was asked for which nobody has asked for longest; undefined when there is nothing. */
  oldestDay(): number | undefined {
    return sql.get<{ day: number | null }>(this.#database, `SELECT min(used_day) AS day FROM ${this.#table}`)?.day ?? undefined
  }

  /** Removes at most `count` of its oldest day. Returns how many. */
  removeOldest(count: number): number {
    return sql.run(this.#database, `DELETE FROM ${this.#table} WHERE key IN (SELECT key FROM ${this.#table} WHERE used_day = (SELECT min(used_day) FROM ${this.#table}) LIMIT ?)`, count)
  }
}
