import type { Clock } from '../../../platform/clock.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { JobRecord } from '../../job-record.js'
import type { Lease } from '../../job-store.js'
import type { Change } from '../../moves/change.js'
import { needsCheckpoints } from '../../moves/settle-job.js'
import { notFound } from '../../moves/steer-job.js'
import { addTallies } from './tallies.js'
import { changedColumns, toRecord, type JobRow } from '../sql/job-row.js'

/** What every operation of the adapter works on. */
export interface JobDatabase {
  readonly database: Database
  readonly clock: Clock
  /** Names the boot whose monotonic clock the leases of this process are on. A lease of another boot has run out. */
  readonly bootId: string
}

export function findRecord(database: Database, id: string): JobRecord | undefined {
  const row = sql.get<JobRow>(database, 'SELECT * FROM jobs WHERE id = ?', id)
  return row === undefined ? undefined : toRecord(row)
}

/** @throws AppError `jobs/not-found` */
export function requireRecord(database: Database, id: string): JobRecord {
  const record = findRecord(database, id)
  if (record === undefined) throw notFound()
  return record
}

/** The fence. Undefined: the lease is lost. Only inside the transaction that writes, or the answer is old news. */
export function heldRecord(database: Database, lease: Lease): JobRecord | undefined {
  const row = sql.get<JobRow>(
    database,
    `SELECT * FROM jobs WHERE id = ? AND attempt = ? AND status = 'processing'`,
    lease.jobId,
    lease.attempt,
  )
  return row === undefined ? undefined : toRecord(row)
}

export function findOpen(database: Database, openKey: string): JobRecord | undefined {
  const row = sql.get<JobRow>(database, `SELECT * FROM jobs WHERE open_key = ? AND status IN ('queued', 'processing')`, openKey)
  return row === undefined ? undefined : toRecord(row)
}

export const countQueued = (database: Database): number =>
  sql.get<{ jobs: number }>(database, `SELECT jobs FROM job_counts WHERE status = 'queued'`)?.jobs ?? 0

export const countQueuedOf = (database: Database, submitter: string): number =>
  sql.get<{ jobs: number }>(
    database,
    `SELECT count(*) AS jobs FROM jobs INDEXED BY jobs_in_lane WHERE status = 'queued' AND submitter = ?`,
    submitter,
  )?.jobs ?? 0

/** Saves a move between states of the job as it was `before`. A lease begins with it when it is told for how long, and ends with a job that does not run any more. */
export function saveMove(jobs: JobDatabase, before: JobRecord, { job, events, observed = [] }: Change, leaseMs?: number): JobRecord {
  const { columns, values } = changedColumns(before, job)
  const lease = leaseOf(jobs, before, job, leaseMs)
  const assignments = [...columns, ...(lease === undefined ? [] : ['lease_until', 'lease_boot'])].map((column) => `${column} = ?`)
  sql.run(jobs.database, `UPDATE jobs SET ${assignments.join(', ')} WHERE id = ?`, ...values, ...(lease ?? []), job.id)
  appendEvents(jobs, job, events)
  addTallies(jobs.database, observed)
  if (!needsCheckpoints(job)) sql.run(jobs.database, 'DELETE FROM job_checkpoints WHERE job_id = ?', job.id)
  return job
}

/** Until when, and on the clock of which boot. Undefined: it stays as it is. */
function leaseOf({ clock, bootId }: JobDatabase, before: JobRecord, after: JobRecord, leaseMs: number | undefined): [number, string] | [null, null] | undefined {
  if (after.status !== 'processing') return before.status === 'processing' ? [null, null] : undefined
  return leaseMs === undefined ? undefined : [clock.monotonicMs() + leaseMs, bootId]
}

/** Appends inside the caller's transaction, so sequence numbers have no gaps. */
export function appendEvents({ database, clock }: JobDatabase, job: JobRecord, events: Change['events']): void {
  for (const event of events) {
    sql.run(
      database,
      `INSERT INTO job_events (job_id, sequence, at, level, stage, message, status, progress)
       VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM job_events WHERE job_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7)`,
      job.id,
      clock.now().getTime(),
      event.level,
      event.stage ?? null,
      event.message,
      job.status,
      JSON.stringify(job.progress),
    )
  }
}
