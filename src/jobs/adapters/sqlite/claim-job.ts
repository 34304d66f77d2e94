import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { Claim, ClaimRequest, Lease } from '../../job-store.js'
import { appendEvent, requireJob, waitingProgress, type JobDatabase } from './context.js'
import { readProgress, writeFailure, type JobRow } from './job-row.js'

/** Takes the next job; on the way, jobs whose worker died are settled when nobody may run them any more. */
export function claimJob(jobs: JobDatabase, request: ClaimRequest): Claim | undefined {
  return transaction(jobs.database, () => {
    for (;;) {
      const row = nextAbandoned(jobs) ?? nextQueued(jobs)
      if (row === undefined) return undefined
      if (row.status === 'processing' && closeAbandoned(jobs, row, request.maxCrashes)) continue
      return take(jobs, row, request)
    }
  })
}

function nextQueued({ database, clock }: JobDatabase): JobRow | undefined {
  return sql.get<JobRow>(
    database,
    `SELECT * FROM jobs WHERE status = 'queued' AND paused = 0 AND run_at <= ? ORDER BY priority DESC, id LIMIT 1`,
    clock.now().getTime(),
  )
}

function nextAbandoned({ database, clock, bootId }: JobDatabase): JobRow | undefined {
  return sql.get<JobRow>(
    database,
    `SELECT * FROM jobs INDEXED BY jobs_running WHERE status = 'processing' AND (lease_boot <> ? OR lease_until < ?) ORDER BY id LIMIT 1`,
    bootId,
    clock.monotonicMs(),
  )
}

/** True when the job ended or went back to wait: its cancel was asked for, it is paused, or it has killed too many workers. */
function closeAbandoned({ database, clock }: JobDatabase, row: JobRow, maxCrashes: number): boolean {
  const now = clock.now().getTime()
  const progress = readProgress(row.progress)
  const end = (status: 'cancelled' | 'failed', failure: string | null, message: string) => {
    sql.run(
      database,
      `UPDATE jobs SET status = ?, completed_at = ?, crashes = crashes + 1, last_failure = coalesce(?, last_failure), lease_until = NULL, lease_boot = NULL,
         attempt = attempt + 1, version = version + 1 WHERE id = ?`,
      status, now, failure, row.id,
    )
    appendEvent(database, { jobId: row.id, at: now, level: status === 'failed' ? 'error' : 'info', stage: progress.stage, message, status, progress })
    return true
  }
  if (row.cancel_requested === 1) return end('cancelled', null, 'Cancelled; its worker was gone already')
  if (row.crashes + 1 >= maxCrashes) {
    const message = `Its worker process ended ${maxCrashes} times while it ran.`
    const advice = 'Something in this repository seems to break the analysis. Exclude large or unusual folders, or report it.'
    return end('failed', writeFailure({ code: 'jobs/crashed-repeatedly', message, advice, attempt: row.attempt, at: clock.now() }), message)
  }
  if (row.paused === 0) return false
  const waiting = waitingProgress('Paused')
  sql.run(
    database,
    `UPDATE jobs SET status = 'queued', crashes = crashes + 1, attempt = attempt + 1, lease_until = NULL, lease_boot = NULL, progress = ?,
       version = version + 1 WHERE id = ?`,
    JSON.stringify(waiting), row.id,
  )
  return true
}

function take(jobs: JobDatabase, row: JobRow, request: ClaimRequest): Claim {
  const { database, clock, bootId } = jobs
  const now = clock.now().getTime()
  const handedOn = row.status === 'processing'
  const progress = { ...waitingProgress(handedOn ? 'Taken over from a worker that went away' : 'Starting') }
  sql.run(
    database,
    `UPDATE jobs SET status = 'processing', attempt = attempt + 1, crashes = crashes + ?, started_at = coalesce(started_at, ?), completed_at = NULL,
       stages = '[]', progress = ?, worker_id = ?, lease_until = ?, lease_boot = ?, version = version + 1 WHERE id = ?`,
    handedOn ? 1 : 0, now, JSON.stringify(progress), request.workerId, clock.monotonicMs() + request.leaseMs, bootId, row.id,
  )
  appendEvent(database, {
    jobId: row.id, at: now, level: handedOn ? 'warning' : 'info', stage: undefined,
    message: handedOn ? `Attempt ${row.attempt + 1}: taken over from a worker that went away` : `Attempt ${row.attempt + 1} started`,
    status: 'processing', progress,
  })
  const job = requireJob(database, row.id)
  if (job.status !== 'processing') throw new Error(`claimed job ${row.id} is ${job.status}`)
  return { job, lease: { jobId: row.id, attempt: job.attempt, workerId: request.workerId } }
}

export function renewLease({ database, clock, bootId }: JobDatabase, lease: Lease, leaseMs: number): 'held' | 'cancel-requested' | 'pause-requested' | 'lost' {
  const row = sql.get<{ cancel_requested: number; paused: number }>(
    database,
    `UPDATE jobs SET lease_until = ?, lease_boot = ? WHERE id = ? AND attempt = ? AND status = 'processing' RETURNING cancel_requested, paused`,
    clock.monotonicMs() + leaseMs, bootId, lease.jobId, lease.attempt,
  )
  if (row === undefined) return 'lost'
  if (row.cancel_requested === 1) return 'cancel-requested'
  return row.paused === 1 ? 'pause-requested' : 'held'
}
