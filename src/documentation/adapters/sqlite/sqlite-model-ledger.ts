import { migrate, type Migrations } from '../../../platform/sqlite/migrate.js'
import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { LedgerEntry, LedgerTotals, ModelLedger } from '../../model-ledger.js'

const migrations: Migrations = [
  `CREATE TABLE model_calls (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, text TEXT NOT NULL,
    input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost_usd REAL,
    finished_at INTEGER NOT NULL
  ) STRICT`,
  `ALTER TABLE model_calls ADD COLUMN calls TEXT NOT NULL DEFAULT '[]';
   ALTER TABLE model_calls ADD COLUMN is_cut INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE model_calls ADD COLUMN cached_input_tokens INTEGER NOT NULL DEFAULT 0;`,
]

interface CallRow {
  readonly key: string
  readonly model: string
  readonly text: string
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cost_usd: number | null
  readonly finished_at: number
  readonly calls: string
  readonly is_cut: number
  readonly cached_input_tokens: number
}

/** A table of the database that holds the jobs. Durable only when that was opened with durability `full`. */
export function sqliteModelLedger(database: Database): ModelLedger {
  migrate(database, 'model-ledger', migrations)
  const find = (key: string): LedgerEntry | undefined => {
    const row = sql.get<CallRow>(database, 'SELECT * FROM model_calls WHERE key = ?', key)
    return row === undefined ? undefined : toEntry(row)
  }
  return {
    find: async (key) => find(key),
    record: async (entry) =>
      transaction(database, () => {
        insert(database, entry)
        return find(entry.key) ?? entry
      }),
    totals: async () => totals(database),
  }
}

/** Every call, to carry the ledger to another store. */
export function exportModelCalls(database: Database): LedgerEntry[] {
  migrate(database, 'model-ledger', migrations)
  return sql.all<CallRow>(database, 'SELECT * FROM model_calls ORDER BY key').map(toEntry)
}

function insert(database: Database, entry: LedgerEntry): void {
  const { key, model, text, calls, isCut, inputTokens, cachedInputTokens, outputTokens, costUsd, finishedAt } = entry
  sql.run(
    database,
    `INSERT INTO model_calls (key, model, text, calls, is_cut, input_tokens, cached_input_tokens, output_tokens, cost_usd, finished_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
    ...[key, model, text, JSON.stringify(calls), Number(isCut), inputTokens, cachedInputTokens, outputTokens, costUsd ?? null, finishedAt.getTime()],
  )
}

function toEntry({ key, model, text, calls, is_cut, input_tokens, cached_input_tokens, output_tokens, cost_usd, finished_at }: CallRow): LedgerEntry {
  return {
    ...{ key, model, text, calls: JSON.parse(calls) as LedgerEntry['calls'], isCut: is_cut === 1 },
    ...{ inputTokens: input_tokens, cachedInputTokens: cached_input_tokens, outputTokens: output_tokens },
    costUsd: cost_usd ?? undefined,
    finishedAt: new Date(finished_at),
  }
}

function totals(database: Database): LedgerTotals {
  const row = sql.get<LedgerTotals>(
    database,
    `SELECT count(*) AS calls, coalesce(sum(input_tokens), 0) AS inputTokens, coalesce(sum(output_tokens), 0) AS outputTokens,
       coalesce(sum(cost_usd), 0.0) AS costUsd, count(*) - count(cost_usd) AS callsOfUnknownCost FROM model_calls`,
  )
  return row === undefined ? { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, callsOfUnknownCost: 0 } : { ...row }
}
