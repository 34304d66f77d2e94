import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { Shares } from '../../fair-turn.js'
import { toShares, type RunningRow, type TurnRow } from '../sql/shares.js'

export function readShares(database: Database): Shares {
  const running = sql.all<RunningRow>(database, `SELECT submitter, host FROM jobs INDEXED BY jobs_running WHERE status = 'processing'`)
  return toShares(running, sql.all<TurnRow>(database, 'SELECT kind, name, turn FROM job_turns'))
}

/** Inside the transaction of the claim. */
export function countTurn(database: Database, submitter: string, host: string): void {
  const turn = (sql.get<{ turn: number | null }>(database, 'SELECT max(turn) AS turn FROM job_turns')?.turn ?? 0) + 1
  for (const [kind, name] of [
    ['submitter', submitter],
    ['host', host],
  ] as const) {
    sql.run(
      database,
      'INSERT INTO job_turns VALUES (?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET turn = excluded.turn',
      kind,
      name,
      turn,
    )
  }
}
