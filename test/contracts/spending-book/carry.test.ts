import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importSpending } from '../../../src/documentation/adapters/postgres/import-spending.js'
import { postgresSpendingBook, spendingMigrations as postgresMigrations } from '../../../src/documentation/adapters/postgres/postgres-spending-book.js'
import { exportSpending } from '../../../src/documentation/adapters/sqlite/export-spending.js'
import { sqliteSpendingBook, spendingMigrations } from '../../../src/documentation/adapters/sqlite/sqlite-spending-book.js'
import type { PaidCall, SpendingBook } from '../../../src/documentation/spending-book.js'
import { systemClock } from '../../../src/platform/clock.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { migrate as migratePostgres } from '../../../src/platform/postgres/migrate.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { migrate } from '../../../src/platform/sqlite/migrate.js'
import { openDatabase, type Database } from '../../../src/platform/sqlite/open-database.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { wish } from './spending-book-contract.js'

let server: PostgresServer
let folder: string
let pool: Pool
let target: SpendingBook
const open: Database[] = []
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codewiki-carry-'))
  pool = openPool({ url: server.url, applicationName: 'carry test', schema: server.freshSchema(), maxConnections: 3 }, silentLogger)
  target = await postgresSpendingBook(pool)
})
afterEach(async () => {
  for (const database of open.splice(0)) database.close()
  await pool.end()
  await rm(folder, { recursive: true, force: true })
})

/** A book in a data folder of its own. */
function source(name = 'one'): { readonly database: Database; readonly book: SpendingBook } {
  const database = openDatabase(join(folder, `${name}.db`), { durability: 'normal' })
  open.push(database)
  return { database, book: sqliteSpendingBook(database, systemClock) }
}

const paid: PaidCall = { inputTokens: 300, cachedInputTokens: 100, outputTokens: 50, nanoUsd: 1_250_000 }
const carry = (database: Database) => importSpending(pool, exportSpending(database))

async function spend(book: SpendingBook, jobId = 'job-1'): Promise<void> {
  const call = wish({ jobId })
  await book.reserve(call)
  await book.settle(call.id, paid)
}

describe('what was spent, carried from a data folder to PostgreSQL', () => {
  it('counts there for its job, its day and in all', async () => {
    const { database, book } = source()
    await spend(book, 'job-1')
    await spend(book, 'job-2')
    expect(await carry(database)).toEqual({ tokens: 700, nanoUsd: 2_500_000, days: 1 })
    expect(await target.ofJob('job-1')).toEqual(await book.ofJob('job-1'))
    expect(await target.ofToday()).toEqual({ tokens: 700, nanoUsd: 2_500_000 })
    expect(await target.totals()).toEqual(await book.totals())
  })

  it('leaves a day’s limit what is left of it', async () => {
    const { database, book } = source()
    await spend(book)
    await carry(database)
    const dayCaps = { tokens: 1_350, nanoUsd: undefined }
    expect(await target.reserve(wish({ dayCaps }))).toBeUndefined()
    expect(await target.reserve(wish({ dayCaps, amount: { tokens: 1, nanoUsd: 0 } }))).toMatchObject({ scope: 'day', held: 1_350 })
  })

  it('is carried once, however often', async () => {
    const { database, book } = source()
    await spend(book)
    await carry(database)
    await spend(target)
    for (let again = 0; again < 3; again += 1) expect(await carry(database)).toEqual({ tokens: 0, nanoUsd: 0, days: 0 })
    await Promise.all([carry(database), carry(database)])
    expect(await target.ofToday()).toEqual({ tokens: 700, nanoUsd: 2_500_000 })
    expect((await target.totals()).calls).toBe(2)
  })

  it('is joined by what was spent since, and by nothing else', async () => {
    const { database, book } = source()
    await spend(book)
    await carry(database)
    await spend(book)
    expect(await carry(database)).toEqual({ tokens: 350, nanoUsd: 1_250_000, days: 1 })
    expect(await target.ofJob('job-1')).toEqual({ tokens: 700, nanoUsd: 2_500_000 })
  })

  it('is carried once by two that do it at the same time', async () => {
    const { database, book } = source()
    await spend(book)
    const both = await Promise.all([carry(database), carry(database)])
    expect(both.map(({ tokens }) => tokens).toSorted((a, b) => a - b)).toEqual([0, 350])
    expect((await target.ofToday()).tokens).toBe(350)
  })

  it('holds calls that never ended at their worst, for the day and the job; one that ends after all counts as what it came to', async () => {
    const { database, book } = source()
    const left = wish()
    await book.reserve(left)
    await carry(database)
    expect([await target.ofToday(), await target.ofJob('job-1')]).toEqual([left.amount, left.amount])
    // Nobody has it to settle there.
    await target.settle(left.id, paid)
    expect(await target.ofToday()).toEqual(left.amount)
    await book.settle(left.id, paid)
    expect(await carry(database)).toMatchObject({ tokens: -650 })
    expect(await target.ofToday()).toEqual({ tokens: 350, nanoUsd: 1_250_000 })
  })

  it('is added to what was spent there, from each folder for itself', async () => {
    await spend(target, 'job-0')
    for (const name of ['one', 'two']) {
      const { database, book } = source(name)
      await spend(book, `job-${name}`)
      await carry(database)
    }
    expect((await target.ofToday()).tokens).toBe(3 * 350)
    expect((await target.ofJob('job-two')).tokens).toBe(350)
    expect((await target.totals()).calls).toBe(3)
  })

  it('does not come back when a job was forgotten there', async () => {
    const { database, book } = source()
    await spend(book)
    await carry(database)
    expect(await target.trim(new Date(Date.UTC(2100, 0, 1)))).toBe(1)
    await carry(database)
    expect(await target.ofJob('job-1')).toEqual({ tokens: 0, nanoUsd: 0 })
  })
})

describe('a book of an earlier version', () => {
  it.each(spendingMigrations.slice(1).map((_, at) => at + 1))('%i in a data folder is brought up to date with all that it holds, and can be carried', async (version) => {
    const database = openDatabase(join(folder, 'old.db'), { durability: 'normal' })
    open.push(database)
    migrate(database, 'spending-book', spendingMigrations.slice(0, version))
    const today = new Date().toISOString().slice(0, 10)
    database.exec(`INSERT INTO spending (scope, key, tokens, nano_usd, calls, input_tokens, output_tokens, paid_nano_usd, touched_at) VALUES ('day', '${today}', 7, 9, 1, 5, 2, 9, 1)`)
    expect(await carry(database)).toEqual({ tokens: 7, nanoUsd: 9, days: 1 })
    expect(await sqliteSpendingBook(database, systemClock).ofToday()).toEqual({ tokens: 7, nanoUsd: 9 })
    expect(exportSpending(database).bookId).toBe(exportSpending(database).bookId)
    expect(exportSpending(database).bookId).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each(postgresMigrations.slice(1).map((_, at) => at + 1))('%i on PostgreSQL is, too', async (version) => {
    const old = openPool({ url: server.url, applicationName: 'carry test', schema: server.freshSchema(), maxConnections: 2 }, silentLogger)
    await migratePostgres(old, 'spending-book', postgresMigrations.slice(0, version))
    await old.query(`INSERT INTO spending (scope, key, tokens, touched_at) VALUES ('day', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 7, now())`)
    const book = await postgresSpendingBook(old)
    const { database, book: other } = source()
    await spend(other)
    await importSpending(old, exportSpending(database))
    expect((await book.ofToday()).tokens).toBe(357)
    await old.end()
  })
})
