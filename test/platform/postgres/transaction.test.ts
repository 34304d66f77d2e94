import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../src/platform/app-error.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { migrate } from '../../../src/platform/postgres/migrate.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { query } from '../../../src/platform/postgres/query.js'
import { withTransaction } from '../../../src/platform/postgres/transaction.js'
import { isOwnServer, startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { startProxy } from '../../support/tcp-proxy.js'

let server: PostgresServer
let pool: Pool
let schema: string

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())
beforeEach(async () => {
  schema = server.freshSchema()
  pool = open(schema)
  await migrate(pool, 'test', ['CREATE TABLE counters (name text PRIMARY KEY, value integer NOT NULL)'])
  await query.run(pool, `INSERT INTO counters VALUES ('a', 0), ('b', 0)`)
})
afterEach(() => pool.end())

const open = (applicationName: string, url = server.url, statementTimeoutMs = 15_000) =>
  openPool({ url, applicationName, schema, maxConnections: 5, statementTimeoutMs }, silentLogger)
const add = (on: Parameters<typeof query.run>[0], name: string) =>
  query.run(on, 'UPDATE counters SET value = value + 1 WHERE name = $1', name)
const values = async () => (await query.all<{ value: number }>(pool, 'SELECT value FROM counters ORDER BY name')).map(({ value }) => value)
const unavailable = { code: 'platform/database-unavailable', kind: 'transient' }

describe('a transaction', () => {
  it('commits what its work did and gives its result', async () => {
    expect(await withTransaction(pool, (client) => add(client, 'a'))).toBe(1)
    expect(await values()).toEqual([1, 0])
  })

  it('does nothing when its work throws, and leaves a usable connection', async () => {
    const failure = withTransaction(pool, async (client) => {
      await add(client, 'a')
      throw new AppError('test/refused', 'conflict', 'no')
    })
    await expect(failure).rejects.toMatchObject({ code: 'test/refused' })
    expect(await values()).toEqual([0, 0])
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  it('is repeated after a deadlock, and both come through', async () => {
    const met = meeting(2)
    const both = (first: string, second: string) => {
      let tries = 0
      return withTransaction(pool, async (client) => {
        tries += 1
        await add(client, first)
        if (tries === 1) await met()
        await add(client, second)
        return tries
      })
    }
    const tries = await Promise.all([both('a', 'b'), both('b', 'a')])
    // Who was undone may come back before the other has gone on, and be undone again.
    expect(Math.max(...tries)).toBeGreaterThan(1)
    expect(await values()).toEqual([2, 2])
  })

  it('is repeated after a serialization failure', async () => {
    const met = meeting(2)
    const increment = () => {
      let tries = 0
      return withTransaction(pool, async (client) => {
        tries += 1
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        const row = await query.get<{ value: number }>(client, `SELECT value FROM counters WHERE name = 'a'`)
        if (tries === 1) await met()
        await query.run(client, `UPDATE counters SET value = $1 WHERE name = 'a'`, (row?.value ?? 0) + 1)
      })
    }
    await Promise.all([increment(), increment()])
    expect(await values()).toEqual([2, 0])
  })

  it('is not repeated when its work fails for another reason', async () => {
    let tries = 0
    const failure = withTransaction(pool, async (client) => {
      tries += 1
      await query.run(client, `INSERT INTO counters VALUES ('a', 1)`)
    })
    await expect(failure).rejects.toMatchObject({ code: '23505' })
    expect(tries).toBe(1)
  })

  it('goes on when a migration changed a table that a prepared statement reads', async () => {
    const everything = () => withTransaction(pool, (client) => query.all(client, 'SELECT * FROM counters'))
    await everything()
    await server.admin(`ALTER TABLE ${schema}.counters ADD COLUMN more integer`)
    expect(await everything()).toContainEqual({ name: 'a', value: 0, more: null })
  })
})

describe('a connection that breaks', () => {
  it('undoes its transaction, says who has to act, and is replaced', async () => {
    const failure = withTransaction(pool, async (client) => {
      await add(client, 'a')
      expect(await server.cutConnections(schema)).toBeGreaterThan(0)
      await add(client, 'a')
    })
    await expect(failure).rejects.toMatchObject({ ...unavailable, retryAfterSeconds: 5 })
    expect(await values()).toEqual([0, 0])
  })

  it('does not end the process while nobody is asking it anything', async () => {
    const client = await pool.connect()
    const broken = new Promise((resolve) => client.once('error', resolve))
    await server.cutConnections(schema)
    await broken
    client.release(true)
    expect(await values()).toEqual([0, 0])
  })

  it('is given up after the time-out when the network swallows everything', async () => {
    const proxy = await startProxy(server.url)
    const impatient = open(schema, proxy.url, 1_000)
    const failure = withTransaction(impatient, async (client) => {
      proxy.stall()
      await add(client, 'a')
    })
    await expect(failure).rejects.toMatchObject(unavailable)
    expect(await withTransaction(impatient, (client) => add(client, 'b'))).toBe(1)
    await impatient.end()
    await proxy.close()
    await server.cutConnections(schema)
    expect(await values()).toEqual([0, 1])
  })

  it.runIf(isOwnServer)('comes back by itself after a restart of the server amid a transaction', async () => {
    const failure = withTransaction(pool, async (client) => {
      await add(client, 'a')
      await server.stop('immediate')
      await add(client, 'a')
    })
    await expect(failure).rejects.toMatchObject(unavailable)
    await expect(add(pool, 'a')).rejects.toMatchObject(unavailable)
    await server.start()
    expect(await values()).toEqual([0, 0])
  })

  it('says that credentials or database are wrong, without naming the password', async () => {
    const url = new URL(server.url)
    url.pathname = '/nowhere'
    url.password = 'secret-word'
    const wrong = open('wrong', url.href)
    const failure = await add(wrong, 'a').then(undefined, (error: unknown) => error as AppError)
    expect(failure).toMatchObject({ code: 'platform/database-refused', kind: 'unauthorised' })
    expect(JSON.stringify(failure) + String((failure as AppError).cause)).not.toContain('secret-word')
    await wrong.end()
  })
})

/** Everybody who calls waits until so many have called. */
function meeting(size: number): () => Promise<void> {
  let missing = size
  let open = (): void => undefined
  const all = new Promise<void>((resolve) => (open = resolve))
  return () => {
    missing -= 1
    if (missing === 0) open()
    return all
  }
}
