import type { Pool, PoolClient } from 'pg'
import { query } from '../../../platform/postgres/query.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { WikiRecords } from '../../wiki-records.js'

interface Row {
  readonly record: Omit<PublishedWiki, 'createdAt' | 'refName' | 'mainModel' | 'summary'>
  readonly created_at: Date
}

const columns = 'SELECT record, created_at FROM wikis'

/** The records of published wikis, in the same database as the jobs, so that both change in one transaction. Migrate `wikiMigrations` first. */
export class PostgresWikiRecords implements WikiRecords {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Called inside the transaction that completes the job. A later wiki of the same key takes the place of the earlier, and of its upgrades. */
  async recordWith(client: PoolClient, wiki: PublishedWiki): Promise<void> {
    const { key, host, owner, name, commit, createdAt, location } = wiki
    const record = JSON.stringify({ ...wiki, createdAt: undefined })
    await query.run(client, 'DELETE FROM wiki_upgrades WHERE over = $1 OR target = $1', key)
    await query.run(
      client,
      `INSERT INTO wikis (key, host, owner, name, commit_id, created_at, used_at, location, record) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
       ON CONFLICT (key) DO UPDATE SET created_at = excluded.created_at, used_at = excluded.used_at, location = excluded.location, record = excluded.record`,
      key,
      host,
      owner,
      name,
      commit,
      createdAt,
      location,
      record,
    )
  }

  async find(key: string): Promise<PublishedWiki | undefined> {
    const row = await query.get<Row>(this.#pool, `${columns} WHERE key = $1`, key)
    return row === undefined ? undefined : toWiki(row)
  }

  async ofRepository(host: string, owner: string, name: string, commitPrefix = ''): Promise<PublishedWiki[]> {
    const where = 'WHERE host = $1 AND owner = $2 AND name = $3 AND starts_with(commit_id, $4) ORDER BY created_at DESC, key'
    return (await query.all<Row>(this.#pool, `${columns} ${where}`, host, owner, name, commitPrefix)).map(toWiki)
  }

  async list(): Promise<PublishedWiki[]> {
    return (await query.all<Row>(this.#pool, `${columns} ORDER BY created_at DESC, key`)).map(toWiki)
  }

  async byUse(): Promise<PublishedWiki[]> {
    return (await query.all<Row>(this.#pool, `${columns} ORDER BY used_at, key`)).map(toWiki)
  }

  async touch(key: string, now: Date): Promise<void> {
    await query.run(this.#pool, 'UPDATE wikis SET used_at = $2 WHERE key = $1 AND used_at < $2', key, now)
  }

  async remove(key: string): Promise<boolean> {
    return (await query.run(this.#pool, 'DELETE FROM wikis WHERE key = $1', key)) > 0
  }
}

function toWiki({ record, created_at: createdAt }: Row): PublishedWiki {
  return { refName: undefined, mainModel: undefined, summary: undefined, ...record, createdAt }
}
