import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { Shares } from '../../fair-turn.js'

type Kind = 'submitter' | 'host'

/** What runs now and whose turn was when: few rows, however many jobs are stored. */
export function readShares(database: Database): Shares {
  const running = sql.all<Record<Kind, string>>(
    database,
    `SELECT submitter, host FROM jobs INDEXED BY jobs_running WHERE status = 'processing'`,
  )
  const turns = sql.all<{ kind: Kind; name: string; turn: number }>(database, 'SELECT kind, name, turn FROM job_turns')
  const lastTurn = new Map(turns.map(({ kind, name, turn }) => [`${kind} ${name}`, turn]))
  const share = (kind: Kind, name: string) => ({
    running: running.filter((job) => job[kind] === name).length,
    lastTurn: lastTurn.get(`${kind} ${name}`) ?? 0,
  })
  return { running: running.length, submitter: (name) => share('submitter', name), host: (name) => share('host', name) }
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
