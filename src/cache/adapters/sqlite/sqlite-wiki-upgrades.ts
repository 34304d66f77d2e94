import type { Clock } from '../../../platform/clock.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { PageDraft, PageUpgrade, UpgradeProgress, WikiUpgrade, WikiUpgrades } from '../../wiki-upgrades.js'
import { pageColumns, toDraft, toProgress, type PageRow } from '../sql/upgrade-row.js'

/** Beside the records of wikis, whose tables come with `SqliteWikiRecords`: make that first. */
export class SqliteWikiUpgrades implements WikiUpgrades {
  readonly #database: Database
  readonly #clock: Clock

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Called inside the transaction that is fenced. Of a wiki that is gone nothing is kept. */
  record(publication: WikiUpgrade | PageUpgrade): void {
    if (publication.kind === 'wiki-upgrade') this.#begin(publication)
    else this.#put(publication)
  }

  async progressOf(over: string): Promise<UpgradeProgress | undefined> {
    const upgrade = sql.get<{ record: string }>(this.#database, 'SELECT record FROM wiki_upgrades WHERE over = ?', over)
    if (upgrade === undefined) return undefined
    return toProgress(upgrade.record, sql.all<PageRow>(this.#database, 'SELECT slug, at, about FROM wiki_page_upgrades WHERE over = ?', over))
  }

  async draft(over: string, slug: string): Promise<PageDraft | undefined> {
    const where = 'over = ? AND slug = ? AND content IS NOT NULL'
    const row = sql.get<{ content: string }>(this.#database, `SELECT content FROM wiki_page_upgrades WHERE ${where}`, over, slug)
    return row === undefined ? undefined : toDraft(row.content)
  }

  #begin(upgrade: WikiUpgrade): void {
    sql.run(
      this.#database,
      `INSERT INTO wiki_upgrades (over, target, record) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM wikis WHERE key = ?1)
       ON CONFLICT (over) DO UPDATE SET target = excluded.target, record = excluded.record`,
      upgrade.over,
      upgrade.target,
      JSON.stringify(upgrade),
    )
    sql.run(this.#database, 'DELETE FROM wiki_page_upgrades WHERE over = ? AND content IS NULL', upgrade.over)
  }

  #put(page: PageUpgrade): void {
    sql.run(
      this.#database,
      `INSERT INTO wiki_page_upgrades (over, slug, at, about, content) SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM wiki_upgrades WHERE over = ?1)
       ON CONFLICT (over, slug) DO UPDATE SET at = excluded.at, about = excluded.about, content = excluded.content`,
      page.over,
      page.slug,
      this.#clock.now().getTime(),
      ...pageColumns(page),
    )
  }
}
