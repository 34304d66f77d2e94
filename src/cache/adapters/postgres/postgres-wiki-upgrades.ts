import type { Pool, PoolClient } from 'pg'
import { query } from '../../../platform/postgres/query.js'
import type { PageDraft, PageUpgrade, TextMark, UpgradeProgress, UpgradeText, WikiUpgrade, WikiUpgrades } from '../../wiki-upgrades.js'
import { pageColumns, textsAtOnce, toDraft, toProgress, toText, type PageRow, type TextRow } from '../sql/upgrade-row.js'

/** Beside the records of wikis. Migrate `wikiMigrations` first. */
export class PostgresWikiUpgrades implements WikiUpgrades {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Called inside the transaction that is fenced. Of a wiki that is gone nothing is kept. */
  async recordWith(client: PoolClient, publication: WikiUpgrade | PageUpgrade): Promise<void> {
    if (publication.kind === 'wiki-upgrade') await begin(client, publication)
    else await put(client, publication)
  }

  async progressOf(over: string): Promise<UpgradeProgress | undefined> {
    const upgrade = await query.get<{ record: string }>(this.#pool, 'SELECT record::text AS record FROM wiki_upgrades WHERE over = $1', over)
    if (upgrade === undefined) return undefined
    const at = '(extract(epoch FROM at) * 1000)::double precision AS at'
    const rows = await query.all<PageRow>(this.#pool, `SELECT slug, ${at}, about::text AS about FROM wiki_page_upgrades WHERE over = $1`, over)
    return toProgress(upgrade.record, rows)
  }

  async draft(over: string, slug: string): Promise<PageDraft | undefined> {
    const where = 'over = $1 AND slug = $2 AND content IS NOT NULL'
    const row = await query.get<{ content: string }>(this.#pool, `SELECT content::text AS content FROM wiki_page_upgrades WHERE ${where}`, over, slug)
    return row === undefined ? undefined : toDraft(row.content)
  }

  async textSince(over: string, mark: TextMark | undefined): Promise<UpgradeText | undefined> {
    const rows = await query.all<TextRow>(
      this.#pool,
      `SELECT upgrade.id AS upgrade, page.slug, page.revision, page.searched::text AS searched FROM wiki_upgrades AS upgrade
       LEFT JOIN wiki_page_upgrades AS page ON page.over = upgrade.over AND page.revision > CASE WHEN upgrade.id = $2 THEN $3::integer ELSE 0 END
       WHERE upgrade.over = $1 ORDER BY page.revision LIMIT $4`,
      over,
      mark?.upgrade ?? '',
      mark?.revision ?? 0,
      textsAtOnce,
    )
    return toText(rows, mark)
  }
}

async function begin(client: PoolClient, upgrade: WikiUpgrade): Promise<void> {
  await query.run(
    client,
    `INSERT INTO wiki_upgrades (over, target, record) SELECT key, $2, $3::json FROM wikis WHERE key = $1
     ON CONFLICT (over) DO UPDATE SET target = excluded.target, record = excluded.record`,
    upgrade.over,
    upgrade.target,
    JSON.stringify(upgrade),
  )
  await query.run(client, 'DELETE FROM wiki_page_upgrades WHERE over = $1 AND content IS NULL', upgrade.over)
}

async function put(client: PoolClient, page: PageUpgrade): Promise<void> {
  await query.run(
    client,
    `WITH upgrade AS (UPDATE wiki_upgrades SET revision = revision + 1 WHERE over = $1 RETURNING over, revision)
     INSERT INTO wiki_page_upgrades (over, slug, about, content, searched, revision) SELECT over, $2, $3::json, $4::json, $5::json, revision FROM upgrade
     ON CONFLICT (over, slug) DO UPDATE SET at = clock_timestamp(), about = excluded.about, content = excluded.content, searched = excluded.searched, revision = excluded.revision`,
    page.over,
    page.slug,
    ...pageColumns(page),
  )
}
