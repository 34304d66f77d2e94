// spend.mjs STORE PLACE JOB CAP: reserves calls and settles them for less until it is refused, and prints what it holds then. With CAP
// `endless` it settles nothing, never stops, and prints the sum after each reservation. Killed by the test.
import { writeSync } from 'node:fs'
import { postgresSpendingBook } from '../../../../dist-modules/documentation/adapters/postgres/postgres-spending-book.js'
import { sqliteSpendingBook } from '../../../../dist-modules/documentation/adapters/sqlite/sqlite-spending-book.js'
import { systemClock } from '../../../../dist-modules/platform/clock.js'
import { silentLogger } from '../../../../dist-modules/platform/logger.js'
import { openPool } from '../../../../dist-modules/platform/postgres/open-pool.js'
import { openDatabase } from '../../../../dist-modules/platform/sqlite/open-database.js'

const [store, place, jobId, cap] = process.argv.slice(2)
const pool = store === 'postgres' ? openPool({ ...JSON.parse(place), applicationName: 'spender', maxConnections: 2 }, silentLogger) : undefined
const book = pool === undefined ? sqliteSpendingBook(openDatabase(place, { durability: 'full' }), systemClock) : await postgresSpendingBook(pool)

const none = { tokens: undefined, nanoUsd: undefined }
const endless = cap === 'endless'
const amount = { tokens: 2_000, nanoUsd: 10 }
const paid = { inputTokens: 1_000, cachedInputTokens: 0, outputTokens: 100, nanoUsd: 1 }
let held = 0
for (let count = 0; ; count += 1) {
  const id = `${jobId}-${count}`
  if ((await book.reserve({ id, jobId, amount, jobCaps: none, dayCaps: endless ? none : { tokens: Number(cap), nanoUsd: undefined } })) !== undefined) break
  if (endless) {
    held += amount.tokens
    writeSync(1, `${held}\n`)
    continue
  }
  await book.settle(id, paid)
  held += paid.inputTokens + paid.outputTokens
}
writeSync(1, `${held}\n`)
await pool?.end()
