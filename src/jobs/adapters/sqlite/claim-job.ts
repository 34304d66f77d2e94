import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { dealTurns, type Lane, type WaitingLane } from '../../fair-turn.js'
import type { JobRecord } from '../../job-record.js'
import type { Claim, ClaimRequest, Lease, LeaseAnswer } from '../../job-store.js'
import { giveUpJob, takeJob, toClaim } from '../../moves/claim-job.js'
import { leaseAnswer } from '../../moves/lease-answer.js'
import { requireRecord, saveMove, type JobDatabase } from './context.js'
import { toRecord, type JobRow } from '../sql/job-row.js'
import { countTurns, readShares } from './shares.js'
import { isQueuePaused } from './steer-job.js'

/** Most looks find nothing: a look without a write lock leaves the file to the others. It may find what is not due, or not allowed, yet. */
export const mayClaim = (jobs: JobDatabase): boolean =>
  sql.get(jobs.database, 'SELECT 1 FROM job_lanes LIMIT 1') !== undefined || nextAbandoned(jobs) !== undefined

/** Takes the next jobs, one for each request; on the way, jobs whose worker died are settled when nobody may run them any more. */
export function claimJobs(jobs: JobDatabase, requests: readonly ClaimRequest[]): (Claim | undefined)[] {
  return transaction(jobs.database, () => {
    const abandoned: Claim[] = []
    for (const request of requests) {
      const claim = claimAbandoned(jobs, request)
      if (claim === undefined) break
      abandoned.push(claim)
    }
    return [...abandoned, ...claimQueued(jobs, requests.slice(abandoned.length))]
  })
}

function claimAbandoned(jobs: JobDatabase, request: ClaimRequest): Claim | undefined {
  for (let row = nextAbandoned(jobs); row !== undefined; row = nextAbandoned(jobs)) {
    const record = toRecord(row)
    const givenUp = giveUpJob(record, request, jobs.clock.now())
    if (givenUp === undefined) return take(jobs, record, request)
    saveMove(jobs, record, givenUp)
  }
  return undefined
}

/** Whose turn it is among the lanes that may run. */
function claimQueued(jobs: JobDatabase, requests: readonly ClaimRequest[]): (Claim | undefined)[] {
  const waiting = waitingLanes(jobs, requests.length)
  if (waiting.length === 0) return []
  const shares = readShares(jobs.database, waiting.length)
  const turns = dealTurns(waiting, shares, requests)
  countTurns(
    jobs.database,
    turns.filter((turn) => turn !== undefined),
    shares,
  )
  return requests.map((request, at) => {
    const turn = turns[at]
    return turn && take(jobs, requireRecord(jobs.database, turn.id), request)
  })
}

/** The lanes, each with its oldest due jobs: read when it may be its turn, so the cost is that of the lanes, however many jobs wait. */
function waitingLanes({ database, clock }: JobDatabase, ofEach: number): WaitingLane[] {
  if (ofEach === 0 || isQueuePaused(database)) return []
  const nowMs = clock.now().getTime()
  const lanes = sql.all<Lane>(database, 'SELECT priority, submitter, host FROM job_lanes')
  return lanes.map(({ priority, submitter, host }) => {
    let known: readonly string[] | undefined
    const ids = () => oldestOfLane(database, { priority, submitter, host }, { nowMs, most: ofEach })
    return {
      ...{ priority, submitter, host },
      get ids() {
        return (known ??= ids())
      },
    }
  })
}

function oldestOfLane(database: Database, { priority, submitter, host }: Lane, { nowMs, most }: { readonly nowMs: number; readonly most: number }): string[] {
  // A limit that is bound has SQLite plan the statement anew each time, which takes longer than the look.
  const rows = sql.all<{ id: string }>(
    database,
    `SELECT id FROM jobs INDEXED BY jobs_in_lane WHERE status = 'queued' AND submitter = ? AND host = ? AND priority = ? AND paused = 0
       AND (not_before IS NULL OR not_before <= ?) ORDER BY id LIMIT ${most}`,
    ...[submitter, host, priority, nowMs],
  )
  return rows.map(({ id }) => id)
}

/**
 * Leases are on the machine's monotonic clock, which all processes of one boot share and no wall clock jump moves. After a boot it
 * starts anew, so a lease that names another boot has run out: its worker cannot be alive.
 */
function nextAbandoned({ database, clock, bootId }: JobDatabase): JobRow | undefined {
  return sql.get<JobRow>(
    database,
    `SELECT * FROM jobs INDEXED BY jobs_by_status WHERE status = 'processing' AND (lease_boot <> ? OR lease_until <= ?) ORDER BY id LIMIT 1`,
    bootId,
    clock.monotonicMs(),
  )
}

function take(jobs: JobDatabase, record: JobRecord, request: ClaimRequest): Claim {
  return toClaim(saveMove(jobs, record, takeJob(record, request, jobs.clock.now()), request.leaseMs), request.workerId)
}

/** A lease that ran out can be renewed as long as nobody has taken the job: the attempt number is the fence, not the time. */
export function renewLease(
  { database, clock, bootId }: JobDatabase,
  lease: Lease,
  leaseMs: number,
): LeaseAnswer {
  const row = sql.get<{ cancel_requested: number; paused: number }>(
    database,
    `UPDATE jobs SET lease_until = ?, lease_boot = ? WHERE id = ? AND attempt = ? AND status = 'processing' RETURNING cancel_requested, paused`,
    clock.monotonicMs() + leaseMs,
    bootId,
    lease.jobId,
    lease.attempt,
  )
  if (row === undefined) return 'lost'
  return leaseAnswer({ cancelRequested: row.cancel_requested === 1, paused: row.paused === 1 })
}
