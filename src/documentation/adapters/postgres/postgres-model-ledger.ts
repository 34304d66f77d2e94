import type { Pool } from 'pg'
import { migrate, type Migrations } from '../../../platform/postgres/migrate.js'
import { query } from '../../../platform/postgres/query.js'
import type { LedgerEntry, LedgerTotals, ModelLedger } from '../../model-ledger.js'

/** `bytea`, for an answer may hold what a text column refuses (NUL). */
const migrations: Migrations = [
  `CREATE TABLE model_calls (
    key text PRIMARY KEY, model text NOT NULL, answer bytea NOT NULL,
    input_tokens double precision NOT NULL, output_tokens double precision NOT NULL, cost_usd double precision,
    finished_at timestamptz NOT NULL
  )`,
  `ALTER TABLE model_calls ADD COLUMN calls bytea NOT NULL DEFAULT '[]'::bytea,
     ADD COLUMN is_cut boolean NOT NULL DEFAULT false, ADD COLUMN cached_input_tokens double precision NOT NULL DEFAULT 0`,
]

interface CallRow {
  readonly key: string
  readonly model: string
  readonly answer: Buffer
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cost_usd: number | null
  readonly finished_at: Date
  readonly calls: Buffer
  readonly is_cut: boolean
  readonly cached_input_tokens: number
}

const columns = 'key, model, answer, input_tokens, output_tokens, cost_usd, finished_at, calls, is_cut, cached_input_tokens'

/** One ledger for all machines: a call that one of them has paid for is never bought by another. */
export async function postgresModelLedger(pool: Pool): Promise<ModelLedger> {
  await migrate(pool, 'model-ledger', migrations)
  const find = async (key: string): Promise<LedgerEntry | undefined> => {
    const row = await query.get<CallRow>(pool, `SELECT ${columns} FROM model_calls WHERE key = $1`, key)
    return row === undefined ? undefined : toEntry(row)
  }
  return {
    find,
    record: async (entry) => {
      const { key, model, text, calls, isCut, inputTokens, cachedInputTokens, outputTokens, costUsd, finishedAt } = entry
      await query.run(
        pool,
        `INSERT INTO model_calls (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) DO NOTHING`,
        ...[key, model, Buffer.from(text), inputTokens, outputTokens, costUsd ?? null, finishedAt],
        ...[Buffer.from(JSON.stringify(calls)), isCut, cachedInputTokens],
      )
      return (await find(key)) ?? entry
    },
    totals: async () => {
      const nothing: LedgerTotals = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, callsOfUnknownCost: 0 }
      const totals = await query.get<LedgerTotals>(
        pool,
        `SELECT count(*)::float8 AS calls, coalesce(sum(input_tokens), 0)::float8 AS "inputTokens",
           coalesce(sum(output_tokens), 0)::float8 AS "outputTokens", coalesce(sum(cost_usd), 0) AS "costUsd",
           (count(*) - count(cost_usd))::float8 AS "callsOfUnknownCost" FROM model_calls`,
      )
      return totals ?? nothing
    },
  }
}

const toEntry = ({ key, model, answer, calls, is_cut, input_tokens, cached_input_tokens, output_tokens, cost_usd, finished_at }: CallRow): LedgerEntry => ({
  key,
  model,
  text: answer.toString('utf8'),
  calls: JSON.parse(calls.toString('utf8')) as LedgerEntry['calls'],
  isCut: is_cut,
  inputTokens: input_tokens,
  cachedInputTokens: cached_input_tokens,
  outputTokens: output_tokens,
  costUsd: cost_usd ?? undefined,
  finishedAt: finished_at,
})
