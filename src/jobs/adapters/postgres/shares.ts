import type { PoolClient } from 'pg'
import { query, type Queryable } from '../../../platform/postgres/query.js'
import type { Lane, Shares } from '../../fair-turn.js'
import { toShares, turnsOf, type RunningRow, type TurnRow } from '../sql/shares.js'

/** As many rows as there are jobs that run and names that have something open. */
export async function readShares(on: Queryable): Promise<Shares> {
  const rows = await query.all<(TurnRow & { readonly host: null }) | RunningRow>(
    on,
    `SELECT kind, name, turn::float8 AS turn, NULL AS submitter, NULL AS host FROM job_turns
     UNION ALL SELECT NULL, NULL, NULL, submitter, host FROM jobs WHERE status = 'processing'`,
  )
  const isRunning = (row: (typeof rows)[number]): row is RunningRow => row.host !== null
  return toShares(
    rows.filter(isRunning),
    rows.filter((row) => !isRunning(row)),
  )
}

/** Inside the transaction of the claims, in their order. */
export async function countTurns(client: PoolClient, served: readonly Lane[]): Promise<void> {
  const rows = turnsOf(served, (at) => at)
  if (rows.length === 0) return
  await query.run(
    client,
    `INSERT INTO job_turns
       SELECT kind, name, nextval('job_turn') FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::int[]) AS served (kind, name, turn) ORDER BY turn) AS ordered
     ON CONFLICT (kind, name) DO UPDATE SET turn = excluded.turn`,
    rows.map(({ kind }) => kind),
    rows.map(({ name }) => name),
    rows.map(({ turn }) => turn),
  )
}
