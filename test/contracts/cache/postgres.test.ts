import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { wikiMigrations } from '../../../src/cache/adapters/postgres/migrations.js'
import { PostgresWikiArchive } from '../../../src/cache/adapters/postgres/postgres-wiki-archive.js'
import { PostgresWikiRecords } from '../../../src/cache/adapters/postgres/postgres-wiki-records.js'
import { PostgresWikiUpgrades } from '../../../src/cache/adapters/postgres/postgres-wiki-upgrades.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { migrate } from '../../../src/platform/postgres/migrate.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { query } from '../../../src/platform/postgres/query.js'
import { withTransaction } from '../../../src/platform/postgres/transaction.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { cacheContract } from './cache-contract.js'
import { dayMs, makeNode, publish, type CacheNode, type CacheWorld } from './cache-world.js'
import { keyOf, one, sampleWiki, shop, two } from './sample-wiki.js'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())

interface PostgresWorld extends CacheWorld {
  readonly pool: Pool
  readonly name: string
  readonly archive: PostgresWikiArchive
  /** Another machine with a folder of its own. */
  readonly another: () => Promise<CacheNode>
}

async function postgresWorld(): Promise<PostgresWorld> {
  const name = server.freshSchema()
  const pool = openPool({ url: server.url, applicationName: name, schema: name, maxConnections: 5 }, silentLogger)
  await migrate(pool, 'wikis', wikiMigrations)
  const records = new PostgresWikiRecords(pool)
  const upgrades = new PostgresWikiUpgrades(pool)
  const archive = new PostgresWikiArchive(pool)
  const wall = { nowMs: Date.now() }
  const nodes: CacheNode[] = []
  const another = async () => {
    const node = await makeNode(wall, { records, upgrades }, archive)
    nodes.push(node)
    return node
  }
  return {
    ...(await another()),
    upgrades,
    pool,
    name,
    archive,
    wall,
    another,
    record: (wiki) => withTransaction(pool, (client) => records.recordWith(client, wiki)),
    upgrade: (publication) => withTransaction(pool, (client) => upgrades.recordWith(client, publication)),
    close: async () => {
      for (const node of nodes) await node.close()
      await pool.end()
    },
  }
}

cacheContract('PostgreSQL', postgresWorld)

describe('two machines over one PostgreSQL', () => {
  let here: PostgresWorld
  let there: CacheNode
  beforeEach(async () => {
    here = await postgresWorld()
    there = await here.another()
  })
  afterEach(() => here.close())

  const stored = async () =>
    (await query.all<{ location: string }>(here.pool, 'SELECT location FROM wiki_folders')).map(({ location }) => location)

  it('see the same wikis', async () => {
    const made = await publish(here, one)
    const read = await there.library.open(shop)
    expect(read?.record).toEqual(made.record)
    expect(read?.fileNames()).toEqual(made.fileNames())
    expect(await read?.search('wrokers', 5)).toEqual(await made.search('wrokers', 5))
    expect(read?.file('modules.json')).toBe(made.file('modules.json'))
    expect(await there.cache.find(keyOf(one))).toEqual(made.record)
    const files = (node: CacheNode) =>
      readdirSync(join(node.folder, made.record.location)).map((file) => [
        file,
        statSync(join(node.folder, made.record.location, file)).size,
      ])
    expect(files(there)).toEqual(files(here))
  })

  it('does not show elsewhere what is not published yet', async () => {
    const staged = await here.cache.stage(sampleWiki(one))
    expect(await there.cache.find(staged.key)).toBeUndefined()
    expect(await there.library.open(shop)).toBeUndefined()
    await here.record(staged)
    expect((await there.library.open(shop))?.record).toEqual(staged)
  })

  it('lose nothing with a local copy', async () => {
    const { record } = await publish(here, one)
    rmSync(here.folder, { recursive: true })
    expect((await here.library.openByKey(record.key))?.page('overview')?.title).toBe('Shop')
    expect(await here.cache.find(record.key)).toEqual(record)
  })

  it('download once for many readers at the same moment, and leave nothing beside', async () => {
    const { record } = await publish(here, one)
    const opened = await Promise.all(Array.from({ length: 20 }, () => there.library.openByKey(record.key)))
    expect(opened.map((wiki) => wiki?.record.key)).toEqual(Array.from({ length: 20 }, () => record.key))
    expect(readdirSync(join(there.folder, record.key))).toEqual([`${record.jobId}-1`])
  })

  it('remove for all: the rows at once, the other copies when they are swept', async () => {
    const { record } = await publish(here, one)
    await there.library.openByKey(record.key)
    await here.cache.remove(record.key)
    expect(await stored()).toEqual([])
    expect(await there.library.openByKey(record.key)).toBeUndefined()
    const copy = join(there.folder, record.location)
    const past = new Date(here.wall.nowMs - 2 * dayMs)
    utimesSync(copy, past, past)
    expect(await there.cache.sweep(dayMs)).toBe(1)
    expect(existsSync(copy)).toBe(false)
  })

  it('sweep the rows that no record names, but not young ones', async () => {
    const { record } = await publish(here, one)
    const left = await here.cache.stage(sampleWiki(two))
    expect(await there.cache.sweep(dayMs)).toBe(0)
    await query.run(here.pool, `UPDATE wiki_folders SET stored_at = stored_at - interval '2 days'`)
    expect(await stored()).toContain(left.location)
    expect(await there.cache.sweep(dayMs)).toBe(1)
    expect(await stored()).toEqual([record.location])
  })

  it('do not find a wiki whose rows are gone, and leave nothing of the attempt', async () => {
    const { record } = await publish(here, one)
    await query.run(here.pool, `DELETE FROM wiki_chunks WHERE file = 'wiki.db'`)
    await query.run(here.pool, 'DELETE FROM wiki_folders')
    expect(await there.library.openByKey(record.key)).toBeUndefined()
    expect(readdirSync(join(there.folder, record.key))).toEqual([])
  })

  it('store all of a folder or nothing when the connection is cut, and all of it again after', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'codewiki-large-'))
    const content = randomBytes(3_500_000)
    writeFileSync(join(folder, 'wiki.db'), content)
    await here.pool.query(
      `CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
       CREATE TRIGGER cut BEFORE INSERT ON wiki_chunks FOR EACH ROW WHEN (NEW.position = 2) EXECUTE FUNCTION cut()`,
    )
    await expect(here.archive.store('k/large', folder)).rejects.toMatchObject({ code: 'platform/database-unavailable', kind: 'transient' })
    await here.pool.query('DROP TRIGGER cut ON wiki_chunks')
    expect(await stored()).toEqual([])
    await here.archive.store('k/large', folder)
    await here.archive.store('k/large', folder)
    const copy = await mkdtemp(join(tmpdir(), 'codewiki-copy-'))
    expect(await here.archive.fetch('k/large', copy)).toBe(true)
    expect(readdirSync(copy)).toEqual(['wiki.db'])
    const size = await query.get<{ largest: number }>(here.pool, 'SELECT max(octet_length(bytes)) AS largest FROM wiki_chunks')
    expect(size?.largest).toBeLessThan(1024 ** 2)
    expect(statSync(join(copy, 'wiki.db')).size).toBe(content.length)
    for (const path of [folder, copy]) await rm(path, { recursive: true })
  })
})
