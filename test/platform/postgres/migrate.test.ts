import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.js'
import { migrate } from '../../../src/platform/postgres/migrate.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { query } from '../../../src/platform/postgres/query.js'
import { builtModule } from '../../support/built.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'

let server: PostgresServer
let pool: Pool
let schema: string
const pools: Pool[] = []

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())
beforeEach(() => {
  schema = server.freshSchema()
  pool = open()
})
afterEach(async () => {
  await Promise.all(pools.splice(0).map((one) => one.end()))
})

function open(): Pool {
  const one = openPool({ url: server.url, applicationName: 'migrate', schema, maxConnections: 2 }, silentLogger)
  pools.push(one)
  return one
}

// Each of these fails when it is run a second time.
const steps = ['CREATE TABLE things (name text)', 'ALTER TABLE things ADD COLUMN size integer', `INSERT INTO things VALUES ('one', 1)`]
const things = () => query.all<{ name: string }>(pool, 'SELECT name FROM things')
const version = async (area: string) =>
  (await query.get<{ version: number }>(pool, 'SELECT version FROM schema_versions WHERE area = $1', area))?.version

describe('migrate', () => {
  it('creates the schema, runs the steps in order, and nothing the second time', async () => {
    await migrate(pool, 'things', steps)
    await migrate(pool, 'things', steps)
    expect(await things()).toEqual([{ name: 'one' }])
    expect(await version('things')).toBe(3)
  })

  it.each([0, 1, 2, 3])('goes on from version %i', async (known) => {
    await migrate(pool, 'things', steps.slice(0, known))
    await migrate(pool, 'things', steps)
    expect(await things()).toEqual([{ name: 'one' }])
  })

  it('keeps areas and schemas apart', async () => {
    await migrate(pool, 'things', steps)
    await migrate(pool, 'others', ['CREATE TABLE others (name text)'])
    expect([await version('things'), await version('others')]).toEqual([3, 1])
    schema = server.freshSchema()
    await migrate(open(), 'things', steps)
  })

  it('runs the steps once when five processes start at the same moment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'codewiki-migrate-'))
    const script = join(folder, 'start.mjs')
    await writeFile(
      script,
      `import { migrate } from '${builtModule('platform/postgres/migrate.js').href}'
      import { openPool } from '${builtModule('platform/postgres/open-pool.js').href}'
      import { silentLogger } from '${builtModule('platform/logger.js').href}'
      const pool = openPool({ url: process.argv[2], applicationName: 'start', schema: process.argv[3], maxConnections: 2 }, silentLogger)
      await migrate(pool, 'things', ${JSON.stringify(steps)})
      await pool.end()`,
    )
    const start = () => promisify(execFile)(process.execPath, [script, server.url, schema])
    await Promise.all([start(), start(), start(), start(), start()])
    expect(await things()).toEqual([{ name: 'one' }])
    await rm(folder, { recursive: true })
  })

  it('changes nothing when a step fails, also not by the steps before it', async () => {
    await expect(migrate(pool, 'things', [...steps, 'SELECT nonsense'])).rejects.toThrow(/nonsense/)
    expect((await query.get<{ found: string | null }>(pool, `SELECT to_regclass('things')::text AS found`))?.found).toBeNull()
    await migrate(pool, 'things', steps)
    expect(await things()).toEqual([{ name: 'one' }])
  })

  it('refuses a database that a newer version has written, and says so', async () => {
    await migrate(pool, 'things', steps)
    await expect(migrate(pool, 'things', steps.slice(0, 2))).rejects.toMatchObject({
      code: 'platform/newer-schema',
      kind: 'conflict',
      details: { area: 'things', found: 3, known: 2 },
    })
    expect(await version('things')).toBe(3)
  })
})
