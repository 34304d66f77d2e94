import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqliteSpendingBook } from '../../../src/documentation/adapters/sqlite/sqlite-spending-book.js'
import { systemClock } from '../../../src/platform/clock.js'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { ManualClock } from '../../support/manual-clock.js'
import { killWhileSpending, spendFromProcesses } from './spend-from-processes.js'
import { spendingBookContract, type SpendingBookWorld } from './spending-book-contract.js'

async function sqliteWorld(): Promise<SpendingBookWorld & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'codewiki-spending-'))
  const path = join(folder, 'codewiki.db')
  const database = openDatabase(path, { durability: 'full' })
  const clock = new ManualClock()
  return {
    path,
    book: sqliteSpendingBook(database, clock),
    dayPasses: async () => clock.advance(86_400_000),
    close: async () => {
      database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

describe('spending book on SQLite', () => spendingBookContract(sqliteWorld))

describe('spending book on SQLite, beyond one process', () => {
  it('lets processes that spend as fast as they can get to the cap, and never past it', { timeout: 60_000 }, async () => {
    const world = await sqliteWorld()
    const held = await spendFromProcesses({ store: 'sqlite', place: world.path, processes: 4, capTokens: 200_000 })
    expect(held).toBeGreaterThan(195_000)
    expect(held).toBeLessThanOrEqual(200_000)
    const database = openDatabase(world.path, { durability: 'full' })
    expect((await sqliteSpendingBook(database, systemClock).ofToday()).tokens).toBe(held)
    database.close()
    await world.close()
  })

  it('still counts what a killed process held', { timeout: 60_000 }, async () => {
    const world = await sqliteWorld()
    const acknowledged = await killWhileSpending({ store: 'sqlite', place: world.path })
    const database = openDatabase(world.path, { durability: 'full' })
    expect((await sqliteSpendingBook(database, systemClock).ofJob('job-killed')).tokens).toBeGreaterThanOrEqual(acknowledged)
    database.close()
    await world.close()
  })
})
