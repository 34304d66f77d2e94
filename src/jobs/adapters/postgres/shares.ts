import type { PoolClient } from 'pg'
import { query, type Queryable } from '../../../platform/postgres/query.js'
import type { Shares } from '../../fair-turn.js'

type Kind = 'submitter' | 'host'

/** What runs now and whose turn was when; as many rows as there are jobs that run and names that have something open. */
export async function readShares(on: Queryable): Promise<Shares> {
  const running = await query.all<Record<Kind, string>>(on, `SELECT submitter, host FROM jobs WHERE status = 'processing'`)
  const turns = await query.all<{ kind: Kind; name: string; turn: number }>(on, 'SELECT kind, name, turn::float8 AS turn FROM job_turns')
  const lastTurn = new Map(turns.map(({ kind, name, turn }) => [`${kind} ${name}`, turn]))
  const share = (kind: Kind, name: string) => ({
    running: running.filter((job) => job[kind] === name).length,
    lastTurn: lastTurn.get(`${kind} ${name}`) ?? 0,
  })
  return { running: running.length, submitter: (name) => share('submitter', name), host: (name) => share('host', name) }
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
