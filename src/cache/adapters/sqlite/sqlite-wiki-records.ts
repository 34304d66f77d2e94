import { migrate, type Migrations } from '../../../platform/sqlite/migrate.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { Coverage, Gap } from '../../../documentation/wiki.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { WikiRecords } from '../../wiki-records.js'

export const wikiMigrations: Migrations = [
  `
  CREATE TABLE wikis (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, host TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, commit_id TEXT NOT NULL,
    created_at INTEGER NOT NULL, used_at INTEGER NOT NULL, size_bytes INTEGER NOT NULL, location TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX wikis_by_name ON wikis (host, owner, name, created_at DESC);
  CREATE INDEX wikis_by_use ON wikis (used_at);
  `,
  `
  CREATE TABLE wiki_upgrades (
    over TEXT PRIMARY KEY REFERENCES wikis (key) ON DELETE CASCADE, target TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX wiki_upgrades_by_target ON wiki_upgrades (target);
  CREATE TABLE wiki_page_upgrades (
    over TEXT NOT NULL REFERENCES wiki_upgrades (over) ON DELETE CASCADE, slug TEXT NOT NULL, at INTEGER NOT NULL,
    about TEXT NOT NULL, content TEXT, PRIMARY KEY (over, slug)
  ) STRICT;
  `,
  // Pages of before have no text for search.
  `
  ALTER TABLE wiki_upgrades ADD COLUMN id TEXT NOT NULL DEFAULT '';
  ALTER TABLE wiki_upgrades ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  UPDATE wiki_upgrades SET id = lower(hex(randomblob(16)));
  ALTER TABLE wiki_page_upgrades ADD COLUMN searched TEXT;
  ALTER TABLE wiki_page_upgrades ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX wiki_page_upgrades_by_revision ON wiki_page_upgrades (over, revision);
  `,
]

interface Row {
  readonly record: string
  readonly created_at: number
  readonly size_bytes: number
  readonly location: string
}

/** The records of published wikis, in the same file as the jobs, so that both change in one transaction. */
export class SqliteWikiRecords implements WikiRecords {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    migrate(database, 'wikis', wikiMigrations)
  }

  /** Called inside the transaction that completes the job. A later wiki of the same key takes the place of the earlier, and of its upgrades. */
  record(wiki: PublishedWiki): void {
    const { key, url, host, owner, name, commit, createdAt, sizeBytes, location } = wiki
    const now = createdAt.getTime()
    sql.run(this.#database, 'DELETE FROM wiki_upgrades WHERE over = ? OR target = ?', key, key)
    sql.run(
      this.#database,
      `INSERT OR REPLACE INTO wikis (key, url, host, owner, name, commit_id, created_at, used_at, size_bytes, location, record)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      key,
      url,
      host,
      owner,
      name,
      commit,
      now,
      now,
      sizeBytes,
      location,
      JSON.stringify({ ...wiki, createdAt: undefined }),
    )
  }

  async find(key: string): Promise<PublishedWiki | undefined> {
    const row = sql.get<Row>(this.#database, 'SELECT * FROM wikis WHERE key = ?', key)
    return row === undefined ? undefined : toWiki(row)
  }

  async ofRepository(host: string, owner: string, name: string, commitPrefix = ''): Promise<PublishedWiki[]> {
    const rows = sql.all<Row>(
      this.#database,
      `SELECT * FROM wikis WHERE host = ? AND owner = ? AND name = ? AND substr(commit_id, 1, ?) = ? ORDER BY created_at DESC, key`,
      host,
      owner,
      name,
      commitPrefix.length,
      commitPrefix,
    )
    return rows.map(toWiki)
  }

  async list(): Promise<PublishedWiki[]> {
    return sql.all<Row>(this.#database, 'SELECT * FROM wikis ORDER BY created_at DESC, key').map(toWiki)
  }

  async byUse(): Promise<PublishedWiki[]> {
    return sql.all<Row>(this.#database, 'SELECT * FROM wikis ORDER BY used_at, key').map(toWiki)
  }

  async touch(key: string, now: Date): Promise<void> {
    sql.run(this.#database, 'UPDATE wikis SET used_at = ? WHERE key = ?', now.getTime(), key)
  }

  async remove(key: string): Promise<boolean> {
    return sql.run(this.#database, 'DELETE FROM wikis WHERE key = ?', key) > 0
  }
}

function toWiki(row: Row): PublishedWiki {
  const stored = JSON.parse(row.record) as Omit<PublishedWiki, 'createdAt' | 'refName' | 'mainModel' | 'summary'> & {
    refName?: string
    mainModel?: string
    summary?: string
    gaps: Gap[]
    coverage: Coverage
  }
  return { ...stored, refName: stored.refName, mainModel: stored.mainModel, summary: stored.summary, createdAt: new Date(row.created_at) }
}
