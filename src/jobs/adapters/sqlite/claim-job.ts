import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { laneMayRun, nextTurn, type Candidate, type RunningLimits } from '../../fair-turn.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { Claim, ClaimRequest, Lease } from '../../job-store.js'
import { giveUpJob, takeJob } from '../../moves/claim-job.js'
import { requireRecord, saveMove, type JobDatabase } from './context.js'
import { toRecord, type JobRow } from '../sql/job-row.js'
import { countTurn, readShares } from './shares.js'
import { isQueuePaused } from './steer-job.js'

/** Most looks find nothing: a look without a write lock leaves the file to the others. It may find what is not due, or not allowed, yet. */
export const mayClaim = (jobs: JobDatabase): boolean =>
  sql.get(jobs.database, 'SELECT 1 FROM job_lanes LIMIT 1') !== undefined || nextAbandoned(jobs) !== undefined

/** Takes the next job; on the way, jobs whose worker died are settled when nobody may run them any more. */
export function claimJob(jobs: JobDatabase, request: ClaimRequest): Claim | undefined {
  return transaction(jobs.database, () => {
    const abandoned = claimAbandoned(jobs, request)
    if (abandoned !== undefined) return abandoned
    const queued = nextQueued(jobs, request)
    if (queued === undefined) return undefined
    countTurn(jobs.database, queued.submitter, queued.host)
    return take(jobs, requireRecord(jobs.database, queued.id), request)
  })
}

function claimAbandoned(jobs: JobDatabase, request: ClaimRequest): Claim | undefined {
  for (let row = nextAbandoned(jobs); row !== undefined; row = nextAbandoned(jobs)) {
    const record = toRecord(row)
    const givenUp = giveUpJob(record, request, jobs.clock.now())
    if (givenUp === undefined) return take(jobs, record, request)
    saveMove(jobs, givenUp)
  }
  return undefined
}

/** Whose turn it is among the lanes that may run. */
function nextQueued(jobs: JobDatabase, limits: RunningLimits): Candidate | undefined {
  const heads = laneHeads(jobs)
  if (heads.length === 0) return undefined
  const shares = readShares(jobs.database)
  return nextTurn(
    heads.filter((lane) => laneMayRun(lane, shares, limits)),
    shares,
  )
}

/** The oldest due job of each lane: the cost is that of the lanes, however many jobs wait. */
function laneHeads({ database, clock }: JobDatabase): Candidate[] {
  if (isQueuePaused(database)) return []
  return sql.all<Candidate>(
    database,
    `SELECT priority, submitter, host, id FROM (
       SELECT *, (
         SELECT id FROM jobs INDEXED BY jobs_in_lane WHERE status = 'queued' AND submitter = lane.submitter AND host = lane.host
           AND priority = lane.priority AND paused = 0 AND (not_before IS NULL OR not_before <= ?) ORDER BY id LIMIT 1
       ) AS id FROM job_lanes AS lane
     ) WHERE id IS NOT NULL`,
    clock.now().getTime(),
  )
}

/**
 * Leases are on the machine's monotonic clock, which all processes of one boot share and no wall clock jump moves. After a boot it
 * starts anew, so a lease that names another boot has run out: its worker cannot be alive.
 */
function nextAbandoned({ database, clock, bootId }: JobDatabase): JobRow | undefined {
  return sql.get<JobRow>(
    database,
    `SELECT * FROM jobs INDEXED BY jobs_running WHERE status = 'processing' AND (lease_boot <> ? OR lease_until <= ?) ORDER BY id LIMIT 1`,
    bootId,
    clock.monotonicMs(),
  )
}

function take(jobs: JobDatabase, record: JobRecord, request: ClaimRequest): Claim {
  const taken = saveMove(jobs, takeJob(record, request, jobs.clock.now()))
  const lease: Lease = { jobId: taken.id, attempt: taken.attempt, workerId: request.workerId }
  renewLease(jobs, lease, request.leaseMs)
  const job = toJobStatus(taken)
  if (job.status !== 'processing') throw new Error(`claimed job ${job.id} is ${job.status}`)
  return { job, lease, crashes: taken.crashes }
}

/** A lease that ran out can be renewed as long as nobody has taken the job: the attempt number is the fence, not the time. */
export function renewLease(
  { database, clock, bootId }: JobDatabase,
  lease: Lease,
  leaseMs: number,
): 'held' | 'cancel-requested' | 'pause-requested' | 'lost' {
  const row = sql.get<{ cancel_requested: number; paused: number }>(
    database,
    `UPDATE jobs SET lease_until = ?, lease_boot = ? WHERE id = ? AND attempt = ? AND status = 'processing' RETURNING cancel_requested, paused`,
    clock.monotonicMs() + leaseMs,
    bootId,
    lease.jobId,
    lease.attempt,
  )
  if (row === undefined) return 'lost'
  if (row.cancel_requested === 1) return 'cancel-requested'
  return row.paused === 1 ? 'pause-requested' : 'held'
}
