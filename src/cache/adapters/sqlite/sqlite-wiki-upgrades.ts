import type { Clock } from '../../../platform/clock.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { PageDraft, PageUpgrade, TextMark, UpgradeProgress, UpgradeText, WikiUpgrade, WikiUpgrades } from '../../wiki-upgrades.js'
import { pageColumns, textsAtOnce, toDraft, toProgress, toText, type PageRow, type TextRow } from '../sql/upgrade-row.js'

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

  async textSince(over: string, mark: TextMark | undefined): Promise<UpgradeText | undefined> {
    const rows = sql.all<TextRow>(
      this.#database,
      `SELECT upgrade.id AS upgrade, page.slug, page.revision, page.searched FROM wiki_upgrades AS upgrade
       LEFT JOIN wiki_page_upgrades AS page ON page.over = upgrade.over AND page.revision > CASE WHEN upgrade.id = ?2 THEN ?3 ELSE 0 END
       WHERE upgrade.over = ?1 ORDER BY page.revision LIMIT ?4`,
      over,
      mark?.upgrade ?? '',
      mark?.revision ?? 0,
      textsAtOnce,
    )
    return toText(rows, mark)
  }

  #begin(upgrade: WikiUpgrade): void {
    sql.run(
      this.#database,
      `INSERT INTO wiki_upgrades (over, target, record, id) SELECT ?1, ?2, ?3, lower(hex(randomblob(16))) WHERE EXISTS (SELECT 1 FROM wikis WHERE key = ?1)
       ON CONFLICT (over) DO UPDATE SET target = excluded.target, record = excluded.record`,
      upgrade.over,
      upgrade.target,
      JSON.stringify(upgrade),
    )
    sql.run(this.#database, 'DELETE FROM wiki_page_upgrades WHERE over = ? AND content IS NULL', upgrade.over)
  }

  #put(page: PageUpgrade): void {
    sql.run(this.#database, 'UPDATE wiki_upgrades SET revision = revision + 1 WHERE over = ?', page.over)
    sql.run(
      this.#database,
      `INSERT INTO wiki_page_upgrades (over, slug, at, about, content, searched, revision)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, revision FROM wiki_upgrades WHERE over = ?1
       ON CONFLICT (over, slug) DO UPDATE SET at = excluded.at, about = excluded.about, content = excluded.content, searched = excluded.searched, revision = excluded.revision`,
      page.over,
      page.slug,
      this.#clock.now().getTime(),
      ...pageColumns(page),
    )
  }
}
