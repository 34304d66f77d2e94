import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { Share, Shares } from '../../fair-turn.js'

type Kind = 'submitter' | 'host'

/** What runs now, by submitter and host; few rows, however many jobs are stored. */
export function readShares(database: Database): Shares {
  const running = sql.all<Record<Kind, string>>(
    database,
    `SELECT submitter, host FROM jobs INDEXED BY jobs_running WHERE status = 'processing'`,
  )
  const known = new Map<string, Share>()
  const share = (kind: Kind, name: string): Share => {
    const key = `${kind} ${name}`
    const found = known.get(key) ?? {
      running: running.filter((job) => job[kind] === name).length,
      lastTurn: sql.get<{ turn: number }>(database, 'SELECT turn FROM job_turns WHERE kind = ? AND name = ?', kind, name)?.turn ?? 0,
    }
    known.set(key, found)
    return found
  }
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
