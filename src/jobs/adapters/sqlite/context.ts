import { AppError } from '../../../platform/app-error.js'
import type { Clock } from '../../../platform/clock.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { EventLevel } from '../../job-event.js'
import type { JobProgress, JobState, JobStatus } from '../../job-status.js'
import { toJobStatus, type JobRow } from './job-row.js'

/** What every operation of the adapter works on. */
export interface JobDatabase {
  readonly database: Database
  readonly clock: Clock
  /** Names the boot whose monotonic clock the leases of this process are on. A lease of another boot has run out. */
  readonly bootId: string
}

export function findRow(database: Database, id: string): JobRow | undefined {
  return sql.get<JobRow>(database, 'SELECT * FROM jobs WHERE id = ?', id)
}

/** @throws AppError `jobs/not-found` */
export function requireRow(database: Database, id: string): JobRow {
  const row = findRow(database, id)
  if (row !== undefined) return row
  throw new AppError('jobs/not-found', 'missing', 'There is no job with this id.', { advice: 'It may have been removed. List the jobs to see which there are.' })
}

export const requireJob = (database: Database, id: string): JobStatus => toJobStatus(requireRow(database, id))

interface EventFacts {
  readonly jobId: string
  readonly at: number
  readonly level: EventLevel
  readonly stage: string | undefined
  readonly message: string
  readonly status: JobState
  readonly progress: JobProgress
}

/** Appends inside the caller's transaction, so sequence numbers have no gaps. */
export function appendEvent(database: Database, event: EventFacts): void {
  sql.run(
    database,
    `INSERT INTO job_events (job_id, sequence, at, level, stage, message, status, progress)
     VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM job_events WHERE job_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7)`,
    event.jobId,
    event.at,
    event.level,
    event.stage ?? null,
    event.message,
    event.status,
    JSON.stringify(event.progress),
  )
}

export const waitingProgress = (message: string): JobProgress => ({ stage: undefined, message, percent: 0, step: undefined, steps: undefined, eta: undefined })
