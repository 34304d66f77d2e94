import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresSpendingBook } from '../../../src/documentation/adapters/postgres/postgres-spending-book.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { killWhileSpending, spendFromProcesses } from './spend-from-processes.js'
import { spendingBookContract, type SpendingBookWorld } from './spending-book-contract.js'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => server.close())

async function postgresWorld(): Promise<SpendingBookWorld & { readonly place: string }> {
  const schema = server.freshSchema()
  const pool = openPool({ url: server.url, applicationName: 'spending test', schema, maxConnections: 3 }, silentLogger)
  const dayPasses = async () => {
    for (const [table, column] of [['spending', 'key'], ['spending_holds', 'day']]) {
      await pool.query(`UPDATE ${table} SET ${column} = (${column}::date - 1)::text ${table === 'spending' ? "WHERE scope = 'day'" : ''}`)
    }
  }
  return { place: JSON.stringify({ url: server.url, schema }), book: await postgresSpendingBook(pool), dayPasses, close: () => pool.end() }
}

describe('spending book on PostgreSQL', () => spendingBookContract(postgresWorld))

describe('spending book on PostgreSQL, beyond one process', () => {
  it('lets processes that spend as fast as they can get to the cap, and never past it', { timeout: 60_000 }, async () => {
    const world = await postgresWorld()
    const held = await spendFromProcesses({ store: 'postgres', place: world.place, processes: 4, capTokens: 200_000 })
    expect(held).toBeGreaterThan(195_000)
    expect(held).toBeLessThanOrEqual(200_000)
    expect((await world.book.ofToday()).tokens).toBe(held)
    await world.close()
  })

  it('still counts what a killed process held', { timeout: 60_000 }, async () => {
    const world = await postgresWorld()
    const acknowledged = await killWhileSpending({ store: 'postgres', place: world.place })
    expect((await world.book.ofJob('job-killed')).tokens).toBeGreaterThanOrEqual(acknowledged)
    await world.close()
  })
})
