import type { PoolClient } from 'pg'
import { query, type Queryable } from '../../../platform/postgres/query.js'
import type { Shares } from '../../fair-turn.js'
import { toShares, type RunningRow, type TurnRow } from '../sql/shares.js'

/** As many rows as there are jobs that run and names that have something open. */
export async function readShares(on: Queryable): Promise<Shares> {
  const [running, turns] = await Promise.all([
    query.all<RunningRow>(on, `SELECT submitter, host FROM jobs WHERE status = 'processing'`),
    query.all<TurnRow>(on, 'SELECT kind, name, turn::float8 AS turn FROM job_turns'),
  ])
  return toShares(running, turns)
}

/** Inside the transaction of the claim. */
export const countTurn = (client: PoolClient, submitter: string, host: string): Promise<number> =>
  query.run(
    client,
    `WITH next AS (SELECT nextval('job_turn') AS turn)
     INSERT INTO job_turns SELECT kind, name, turn FROM next, (VALUES ('submitter', $1), ('host', $2)) AS served (kind, name)
     ON CONFLICT (kind, name) DO UPDATE SET turn = excluded.turn`,
    submitter,
    host,
  )
