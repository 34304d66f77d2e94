import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wikiMigrations as postgresMigrations } from '../../../src/cache/adapters/postgres/migrations.js'
import { PostgresWikiUpgrades } from '../../../src/cache/adapters/postgres/postgres-wiki-upgrades.js'
import { SqliteWikiRecords, wikiMigrations } from '../../../src/cache/adapters/sqlite/sqlite-wiki-records.js'
import { SqliteWikiUpgrades } from '../../../src/cache/adapters/sqlite/sqlite-wiki-upgrades.js'
import type { WikiUpgrades } from '../../../src/cache/wiki-upgrades.js'
import { systemClock } from '../../../src/platform/clock.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { migrate as migratePostgres } from '../../../src/platform/postgres/migrate.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { withTransaction } from '../../../src/platform/postgres/transaction.js'
import { migrate } from '../../../src/platform/sqlite/migrate.js'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())

const about = '{"state":"explained","model":"m"}'
const draft = { title: 'Old', markdown: '# Old\n', html: '<h1>Old</h1>', origin: 'model', contents: [], anchors: [], undrawnDiagrams: [] } as const
const again = { kind: 'page-upgrade', over: 'k', slug: 'new', state: 'explained', model: 'm', draft, sections: [{ anchor: '', heading: '', text: 'New.' }] } as const

/** The page that was explained before can be read and is no news for search; one that is explained now is. */
async function keeps(upgrades: WikiUpgrades, put: () => Promise<void>): Promise<void> {
  expect(await upgrades.draft('k', 'old')).toEqual(draft)
  const before = await upgrades.textSince('k', undefined)
  expect(before).toMatchObject({ mark: { upgrade: expect.stringMatching(/.{32}/) as string, revision: 0 }, pages: [] })
  await put()
  expect((await upgrades.textSince('k', before?.mark))?.pages).toEqual([{ slug: 'new', searched: { title: 'Old', sections: again.sections } }])
}

describe('records of wikis of an earlier version', () => {
  // Upgrades came with the second.
  it.each(wikiMigrations.slice(2).map((_, at) => at + 2))('%i in a data folder are brought up to date with pages that are explained', async (version) => {
    const database = openDatabase(':memory:', { durability: 'normal' })
    migrate(database, 'wikis', wikiMigrations.slice(0, version))
    database.exec(
      `INSERT INTO wikis VALUES ('k', 'u', 'h', 'o', 'n', 'c', 1, 1, 1, 'l', '{}');
       INSERT INTO wiki_upgrades (over, target, record) VALUES ('k', 't', '{}');
       INSERT INTO wiki_page_upgrades (over, slug, at, about, content) VALUES ('k', 'old', 1, '${about}', '${JSON.stringify(draft)}')`,
    )
    expect(new SqliteWikiRecords(database)).toBeDefined()
    const upgrades = new SqliteWikiUpgrades(database, systemClock)
    await keeps(upgrades, async () => upgrades.record(again))
    database.close()
  })

  it.each(postgresMigrations.slice(2).map((_, at) => at + 2))('%i on PostgreSQL are, too', async (version) => {
    const pool = openPool({ url: server.url, applicationName: 'migrations', schema: server.freshSchema(), maxConnections: 2 }, silentLogger)
    await migratePostgres(pool, 'wikis', postgresMigrations.slice(0, version))
    await pool.query(`INSERT INTO wikis VALUES ('k', 'h', 'o', 'n', 'c', now(), now(), 'l', '{}'); INSERT INTO wiki_upgrades (over, target, record) VALUES ('k', 't', '{}')`)
    await pool.query('INSERT INTO wiki_page_upgrades (over, slug, about, content) VALUES ($1, $2, $3, $4)', ['k', 'old', about, JSON.stringify(draft)])
    await migratePostgres(pool, 'wikis', postgresMigrations)
    const upgrades = new PostgresWikiUpgrades(pool)
    await keeps(upgrades, () => withTransaction(pool, (client) => upgrades.recordWith(client, again)))
    await pool.end()
  })
})
