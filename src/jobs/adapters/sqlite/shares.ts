import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { Lane, Shares } from '../../fair-turn.js'
import { toShares, turnsOf, type RunningRow, type TurnRow } from '../sql/shares.js'

/** Where one lane waits alone, whose turn it was when tells nothing. */
export function readShares(database: Database, lanes = Infinity): Shares {
  const running = sql.all<RunningRow>(database, `SELECT submitter, host FROM jobs INDEXED BY jobs_by_status WHERE status = 'processing'`)
  if (lanes > 1) return toShares(running, sql.all<TurnRow>(database, 'SELECT kind, name, turn FROM job_turns'))
  return { ...toShares(running, []), turns: sql.get<{ latest: number | null }>(database, 'SELECT max(turn) AS latest FROM job_turns')?.latest ?? 0 }
}

/** Inside the transaction of the claims, in their order. */
export function countTurns(database: Database, served: readonly Lane[], { turns }: Shares): void {
  const rows = turnsOf(served, (at) => turns + at + 1)
  if (rows.length === 0) return
  sql.run(
    database,
    `INSERT INTO job_turns VALUES ${rows.map(() => '(?, ?, ?)').join(', ')} ON CONFLICT (kind, name) DO UPDATE SET turn = excluded.turn`,
    ...rows.flatMap(({ kind, name, turn }) => [kind, name, turn]),
  )
}
