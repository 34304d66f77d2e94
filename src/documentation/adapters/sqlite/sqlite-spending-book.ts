import type { Clock } from '../../../platform/clock.js'
import { migrate, type Migrations } from '../../../platform/sqlite/migrate.js'
import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { nothingHeld, refuse, type Amount, type PaidCall, type PaidTotals, type SpendingBook, type Wish } from '../../spending-book.js'

/** `tokens` and `nano_usd`: spent or held, which is what caps look at; the others: of settled calls. A hold is a call under way, or one that a killed process left. */
export const spendingMigrations: Migrations = [
  `CREATE TABLE spending (
     scope TEXT NOT NULL, key TEXT NOT NULL, tokens INTEGER NOT NULL DEFAULT 0, nano_usd INTEGER NOT NULL DEFAULT 0,
     calls INTEGER NOT NULL DEFAULT 0, input_tokens INTEGER NOT NULL DEFAULT 0, cached_input_tokens INTEGER NOT NULL DEFAULT 0,
     output_tokens INTEGER NOT NULL DEFAULT 0, paid_nano_usd INTEGER NOT NULL DEFAULT 0, touched_at INTEGER NOT NULL,
     PRIMARY KEY (scope, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE spending_holds (
     id TEXT PRIMARY KEY, day TEXT NOT NULL, job_id TEXT, tokens INTEGER NOT NULL, nano_usd INTEGER NOT NULL, held_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  // By which another book knows what it was given by this one.
  `CREATE TABLE spending_book (id TEXT NOT NULL) STRICT;
   INSERT INTO spending_book VALUES (lower(hex(randomblob(16))))`,
]

interface HoldRow {
  readonly day: string
  readonly job_id: string | null
  readonly tokens: number
  readonly nano_usd: number
}

type Scope = 'day' | 'job'

const dayMs = 86_400_000

/** Tables of the database that holds the jobs, which all processes of a machine share. Durable only when that was opened with durability `full`. */
export function sqliteSpendingBook(database: Database, clock: Clock): SpendingBook {
  migrate(database, 'spending-book', spendingMigrations)
  const today = () => clock.now().toISOString().slice(0, 10)
  const held = (scope: Scope, key: string | null): Amount =>
    (key === null ? undefined : sql.get<Amount>(database, 'SELECT tokens, nano_usd AS nanoUsd FROM spending WHERE scope = ? AND key = ?', scope, key)) ?? nothingHeld

  function add(scope: Scope, key: string | null, { tokens, nanoUsd }: Amount, paid?: PaidCall): void {
    if (key === null) return
    sql.run(
      database,
      `INSERT INTO spending (scope, key, tokens, nano_usd, calls, input_tokens, cached_input_tokens, output_tokens, paid_nano_usd, touched_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (scope, key) DO UPDATE SET tokens = tokens + excluded.tokens, nano_usd = nano_usd + excluded.nano_usd,
         calls = calls + excluded.calls, input_tokens = input_tokens + excluded.input_tokens,
         cached_input_tokens = cached_input_tokens + excluded.cached_input_tokens, output_tokens = output_tokens + excluded.output_tokens,
         paid_nano_usd = paid_nano_usd + excluded.paid_nano_usd, touched_at = excluded.touched_at`,
      ...[scope, key, tokens, nanoUsd, paid === undefined ? 0 : 1],
      ...[paid?.inputTokens ?? 0, paid?.cachedInputTokens ?? 0, paid?.outputTokens ?? 0, paid?.nanoUsd ?? 0, clock.now().getTime()],
    )
  }

  function reserve(wish: Wish) {
    const [day, job, nowMs] = [today(), wish.jobId ?? null, clock.now().getTime()]
    const refusal = refuse(wish, { job: held('job', job), day: held('day', day) }, Math.ceil((dayMs - (nowMs % dayMs)) / 1000))
    if (refusal !== undefined) return refusal
    add('day', day, wish.amount)
    add('job', job, wish.amount)
    const { tokens, nanoUsd } = wish.amount
    sql.run(database, 'INSERT INTO spending_holds (id, day, job_id, tokens, nano_usd, held_at) VALUES (?, ?, ?, ?, ?, ?)', wish.id, day, job, tokens, nanoUsd, nowMs)
    return undefined
  }

  function settle(id: string, paid: PaidCall | undefined): void {
    const hold = sql.get<HoldRow>(database, 'DELETE FROM spending_holds WHERE id = ? RETURNING day, job_id, tokens, nano_usd', id)
    if (hold === undefined) return
    const tokens = (paid?.inputTokens ?? 0) + (paid?.outputTokens ?? 0) - hold.tokens
    const difference = { tokens, nanoUsd: (paid?.nanoUsd ?? 0) - hold.nano_usd }
    add('day', hold.day, difference, paid)
    add('job', hold.job_id, difference, paid)
  }

  return {
    reserve: async (wish) => transaction(database, () => reserve(wish)),
    settle: async (id, paid) => transaction(database, () => settle(id, paid)),
    ofJob: async (jobId) => ({ ...held('job', jobId) }),
    ofToday: async () => ({ ...held('day', today()) }),
    totals: async () => {
      const totals = sql.get<PaidTotals>(
        database,
        `SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(input_tokens), 0) AS inputTokens, coalesce(sum(cached_input_tokens), 0) AS cachedInputTokens,
           coalesce(sum(output_tokens), 0) AS outputTokens, coalesce(sum(paid_nano_usd), 0) AS nanoUsd FROM spending WHERE scope = 'day'`,
      )
      return { ...(totals ?? { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, nanoUsd: 0 }) }
    },
    trim: async (before) =>
      transaction(
        database,
        () =>
          sql.run(database, "DELETE FROM spending WHERE scope = 'job' AND touched_at < ?", before.getTime()) +
          sql.run(database, 'DELETE FROM spending_holds WHERE held_at < ?', before.getTime()),
      ),
  }
}
