import type { Pool, PoolClient } from 'pg'
import { migrate, type Migrations } from '../../../platform/postgres/migrate.js'
import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import { nothingHeld, refuse, type Amount, type PaidCall, type PaidTotals, type SpendingBook, type Wish } from '../../spending-book.js'

/** See the tables of SQLite: the first two are the same. */
export const spendingMigrations: Migrations = [
  `CREATE TABLE spending (
     scope text NOT NULL, key text NOT NULL, tokens bigint NOT NULL DEFAULT 0, nano_usd bigint NOT NULL DEFAULT 0,
     calls bigint NOT NULL DEFAULT 0, input_tokens bigint NOT NULL DEFAULT 0, cached_input_tokens bigint NOT NULL DEFAULT 0,
     output_tokens bigint NOT NULL DEFAULT 0, paid_nano_usd bigint NOT NULL DEFAULT 0, touched_at timestamptz NOT NULL,
     PRIMARY KEY (scope, key)
   );
   CREATE TABLE spending_holds (
     id text PRIMARY KEY, day text NOT NULL, job_id text, tokens bigint NOT NULL, nano_usd bigint NOT NULL, held_at timestamptz NOT NULL
   )`,
  // What was taken over from the books of data folders, see `importSpending`.
  `CREATE TABLE spending_carried (
     source text NOT NULL, scope text NOT NULL, key text NOT NULL, tokens bigint NOT NULL, nano_usd bigint NOT NULL, calls bigint NOT NULL,
     input_tokens bigint NOT NULL, cached_input_tokens bigint NOT NULL, output_tokens bigint NOT NULL, paid_nano_usd bigint NOT NULL,
     PRIMARY KEY (source, scope, key)
   )`,
]

interface HoldRow {
  readonly day: string
  readonly jobId: string | null
  readonly tokens: number
  readonly nanoUsd: number
}

const today = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')"

type Scope = 'day' | 'job'

/**
 * One book for all machines, on the database's clock. Whoever reserves or settles holds the row of the day until its transaction ends,
 * then the row of the job: always in this order, so that nobody waits in a circle.
 */
export async function postgresSpendingBook(pool: Pool): Promise<SpendingBook> {
  await migrate(pool, 'spending-book', spendingMigrations)

  async function add(client: PoolClient, scope: Scope, key: string | null, { tokens, nanoUsd }: Amount, paid?: PaidCall): Promise<Amount> {
    if (key === null) return nothingHeld
    const row = await query.get<Amount>(
      client,
      `INSERT INTO spending AS s (scope, key, tokens, nano_usd, calls, input_tokens, cached_input_tokens, output_tokens, paid_nano_usd, touched_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())
       ON CONFLICT (scope, key) DO UPDATE SET tokens = s.tokens + excluded.tokens, nano_usd = s.nano_usd + excluded.nano_usd,
         calls = s.calls + excluded.calls, input_tokens = s.input_tokens + excluded.input_tokens,
         cached_input_tokens = s.cached_input_tokens + excluded.cached_input_tokens, output_tokens = s.output_tokens + excluded.output_tokens,
         paid_nano_usd = s.paid_nano_usd + excluded.paid_nano_usd, touched_at = now()
       RETURNING tokens::float8 AS tokens, nano_usd::float8 AS "nanoUsd"`,
      ...[scope, key, tokens, nanoUsd, paid === undefined ? 0 : 1],
      ...[paid?.inputTokens ?? 0, paid?.cachedInputTokens ?? 0, paid?.outputTokens ?? 0, paid?.nanoUsd ?? 0],
    )
    return row ?? nothingHeld
  }

  async function reserve(client: PoolClient, wish: Wish) {
    const clock = await query.get<{ day: string; left: number }>(
      client,
      `SELECT ${today} AS day, extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day' - now() AT TIME ZONE 'UTC')::float8 AS left`,
    )
    const [day, job] = [clock?.day ?? '', wish.jobId ?? null]
    // Adding nothing takes hold of the rows.
    const held = { day: await add(client, 'day', day, nothingHeld), job: await add(client, 'job', job, nothingHeld) }
    const refusal = refuse(wish, held, Math.ceil(clock?.left ?? 0))
    if (refusal !== undefined) return refusal
    await add(client, 'day', day, wish.amount)
    await add(client, 'job', job, wish.amount)
    const { tokens, nanoUsd } = wish.amount
    await query.run(client, 'INSERT INTO spending_holds (id, day, job_id, tokens, nano_usd, held_at) VALUES ($1, $2, $3, $4, $5, now())', wish.id, day, job, tokens, nanoUsd)
    return undefined
  }

  async function settle(client: PoolClient, id: string, paid: PaidCall | undefined): Promise<void> {
    const columns = 'day, job_id AS "jobId", tokens::float8 AS tokens, nano_usd::float8 AS "nanoUsd"'
    const hold = await query.get<HoldRow>(client, `DELETE FROM spending_holds WHERE id = $1 RETURNING ${columns}`, id)
    if (hold === undefined) return
    const tokens = (paid?.inputTokens ?? 0) + (paid?.outputTokens ?? 0) - hold.tokens
    const difference = { tokens, nanoUsd: (paid?.nanoUsd ?? 0) - hold.nanoUsd }
    await add(client, 'day', hold.day, difference, paid)
    await add(client, 'job', hold.jobId, difference, paid)
  }

  const held = async (condition: string, ...values: string[]): Promise<Amount> =>
    (await query.get<Amount>(pool, `SELECT tokens::float8 AS tokens, nano_usd::float8 AS "nanoUsd" FROM spending WHERE ${condition}`, ...values)) ?? nothingHeld

  return {
    reserve: (wish) => withTransaction(pool, (client) => reserve(client, wish)),
    settle: (id, paid) => withTransaction(pool, (client) => settle(client, id, paid)),
    ofJob: (jobId) => held("scope = 'job' AND key = $1", jobId),
    ofToday: () => held(`scope = 'day' AND key = ${today}`),
    totals: async () => {
      const nothing: PaidTotals = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, nanoUsd: 0 }
      const totals = await query.get<PaidTotals>(
        pool,
        `SELECT coalesce(sum(calls), 0)::float8 AS calls, coalesce(sum(input_tokens), 0)::float8 AS "inputTokens",
           coalesce(sum(cached_input_tokens), 0)::float8 AS "cachedInputTokens", coalesce(sum(output_tokens), 0)::float8 AS "outputTokens",
           coalesce(sum(paid_nano_usd), 0)::float8 AS "nanoUsd" FROM spending WHERE scope = 'day'`,
      )
      return totals ?? nothing
    },
    trim: async (before) =>
      (await query.run(pool, "DELETE FROM spending WHERE scope = 'job' AND touched_at < $1", before)) +
      (await query.run(pool, 'DELETE FROM spending_holds WHERE held_at < $1', before)),
  }
}
