import type { PoolClient } from 'pg'
import type { Settled } from '../../../platform/batches.js'
import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import { laneMayRun, nextTurn, type Candidate, type RunningLimits, type Shares } from '../../fair-turn.js'
import { toJobStatus } from '../../job-record.js'
import type { Claim, ClaimRequest, Lease } from '../../job-store.js'
import { giveUpJob, takeJob, type Taking } from '../../moves/claim-job.js'
import { leaseNow, lockTurns, now, nowMs, readJob, requireJob, saveMove, wallNow, type JobDatabase, type Read } from './context.js'
import { countTurn, readShares } from './shares.js'

/**
 * Takes the next jobs, one for each request, in one transaction; on the way, jobs whose worker died are settled when nobody may run
 * them any more.
 */
export async function claimJobs(jobs: JobDatabase, requests: readonly ClaimRequest[]): Promise<readonly Settled<Claim | undefined>[]> {
  // Most looks find nothing: they lock nothing.
  if (!(await mayFind(jobs))) return requests.map(() => ({ answer: undefined }))
  const { claims, hasChanged } = await withTransaction(jobs.pool, async (client) => {
    const taken: (Claim | undefined)[] = []
    const [, first] = await Promise.all([lockTurns(client), lookAround(jobs, client)])
    let sight = first
    for (const [at, request] of requests.entries()) {
      const after = at + 1 < requests.length ? () => lookAround(jobs, client) : () => sight
      const step = await claimNext(jobs, client, { sight, request, after })
      taken.push(step.claim)
      sight = step.sight
    }
    return { claims: taken, hasChanged: first.abandoned !== undefined || taken.some((claim) => claim !== undefined) }
  })
  if (hasChanged) jobs.changed()
  return claims.map((claim) => ({ answer: claim }))
}

/** What is there to take: a job whose lease ran out; who runs, whose turn it was, and what waits. */
interface Sight {
  readonly abandoned: string | undefined
  readonly shares: Shares
  readonly heads: readonly Candidate[]
}

async function lookAround(jobs: JobDatabase, client: PoolClient): Promise<Sight> {
  const [abandoned, shares, heads] = await Promise.all([nextAbandoned(jobs, client), readShares(client), laneHeads(jobs, client)])
  return { abandoned, shares, heads }
}

interface Turn {
  readonly sight: Sight
  readonly request: ClaimRequest
  /** What there is to take then. Asked for together with the claim's writes. */
  readonly after: () => Sight | Promise<Sight>
}

async function claimNext(jobs: JobDatabase, client: PoolClient, { sight, request, after }: Turn): Promise<{ readonly claim: Claim | undefined; readonly sight: Sight }> {
  if (sight.abandoned !== undefined) {
    const read = await requireJob(jobs, client, sight.abandoned)
    const taking = { ...request, storeWasAway: await wasAway(jobs, client, read.job.id, request.leaseMs) }
    const givenUp = giveUpJob(read.job, taking, read.now)
    if (givenUp !== undefined) {
      const [, next] = await Promise.all([saveMove(jobs, client, givenUp, read.now), lookAround(jobs, client)])
      return claimNext(jobs, client, { sight: next, request, after })
    }
    const [claim, next] = await Promise.all([take(jobs, client, read, taking), after()])
    return { claim, sight: next }
  }
  const queued = await nextQueued(jobs, client, sight, request)
  if (queued === undefined) return { claim: undefined, sight }
  const turn = countTurn(client, queued.job.submitter, queued.job.subject.host)
  const [claim, , next] = await Promise.all([take(jobs, client, queued, request), turn, after()])
  return { claim, sight: next }
}

async function mayFind(jobs: JobDatabase): Promise<boolean> {
  const abandoned = `SELECT 1 FROM jobs WHERE status = 'processing' AND lease_until <= ${now}`
  const queued = `SELECT 1 FROM jobs, job_queue WHERE status = 'queued' AND jobs.paused = 0 AND job_queue.paused = 0`
  const row = await query.get<{ found: boolean }>(jobs.pool, `SELECT EXISTS (${abandoned}) OR EXISTS (${queued}) AS found`, leaseNow(jobs))
  return row?.found === true
}

/** A row that is locked belongs to a worker that is just renewing its lease: passed over. */
async function nextAbandoned(jobs: JobDatabase, client: PoolClient): Promise<string | undefined> {
  const row = await query.get<{ id: string }>(
    client,
    `SELECT id FROM jobs WHERE status = 'processing' AND lease_until <= ${now} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    leaseNow(jobs),
  )
  return row?.id
}

/** The lease was last renewed before the server was started: its worker may be alive and well. */
async function wasAway(jobs: JobDatabase, client: PoolClient, id: string, leaseMs: number): Promise<boolean> {
  // Pretended leases are on another clock.
  if (jobs.pretend !== undefined) return false
  const row = await query.get<{ away: boolean }>(
    client,
    `SELECT lease_until <= pg_postmaster_start_time() + $2 * interval '1 ms' AS away FROM jobs WHERE id = $1`,
    id,
    leaseMs,
  )
  return row?.away === true
}

/** A job may be cancelled or paused between choosing and locking it; then another is chosen. */
async function nextQueued(jobs: JobDatabase, client: PoolClient, { shares, heads }: Sight, limits: RunningLimits): Promise<Read | undefined> {
  const waiting = heads.filter((lane) => laneMayRun(lane, shares, limits))
  for (;;) {
    const next = nextTurn(waiting, shares)
    if (next === undefined) return undefined
    const read = await readJob(jobs, client, `id = $2 AND status = 'queued' AND paused = 0 FOR UPDATE`, next.id)
    if (read !== undefined) return read
    waiting.splice(waiting.indexOf(next), 1)
  }
}

const inLane = `status = 'queued' AND paused = 0`

/** The oldest due job of each lane. Skips from lane to lane through the index, so its cost is that of the lanes, not of the jobs. */
function laneHeads(jobs: JobDatabase, client: PoolClient): Promise<Candidate[]> {
  const from = (where: string) =>
    `SELECT -priority AS turn, submitter, host FROM jobs WHERE ${inLane} ${where} ORDER BY -priority, submitter, host LIMIT 1`
  return query.all<Candidate>(
    client,
    `WITH RECURSIVE lanes AS (
       (${from('AND (SELECT paused FROM job_queue) = 0')})
       UNION ALL
       SELECT following.* FROM lanes CROSS JOIN LATERAL
         (${from('AND (-priority, submitter, host) > (lanes.turn, lanes.submitter, lanes.host)')}) AS following
     )
     SELECT -lanes.turn AS priority, lanes.submitter, lanes.host, head.id FROM lanes CROSS JOIN LATERAL (
       SELECT id FROM jobs WHERE ${inLane} AND -priority = lanes.turn AND submitter = lanes.submitter AND host = lanes.host
         AND (not_before IS NULL OR not_before <= ${nowMs}) ORDER BY id LIMIT 1
     ) AS head`,
    wallNow(jobs),
  )
}

async function take(jobs: JobDatabase, client: PoolClient, read: Read, request: ClaimRequest & Taking): Promise<Claim> {
  const move = takeJob(read.job, request, read.now)
  const until = `${now} + $2 * interval '1 ms'`
  const [taken] = await Promise.all([
    saveMove(jobs, client, move, read.now),
    query.run(client, `UPDATE jobs SET lease_until = ${until} WHERE id = $3`, leaseNow(jobs), request.leaseMs, move.job.id),
  ])
  const lease: Lease = { jobId: taken.id, attempt: taken.attempt, workerId: request.workerId }
  const job = toJobStatus(taken)
  if (job.status !== 'processing') throw new Error(`claimed job ${job.id} is ${job.status}`)
  return { job, lease, crashes: taken.crashes }
}

/** A lease that ran out can be renewed as long as nobody has taken the job: the attempt number is the fence, not the time. */
export async function renewLease(
  jobs: JobDatabase,
  lease: Lease,
  leaseMs: number,
): Promise<'held' | 'cancel-requested' | 'pause-requested' | 'lost'> {
  const row = await query.get<{ cancel_requested: number; paused: number }>(
    jobs.pool,
    `UPDATE jobs SET lease_until = ${now} + $2 * interval '1 ms' WHERE id = $3 AND attempt = $4 AND status = 'processing'
     RETURNING cancel_requested, paused`,
    leaseNow(jobs),
    leaseMs,
    lease.jobId,
    lease.attempt,
  )
  if (row === undefined) return 'lost'
  if (row.cancel_requested === 1) return 'cancel-requested'
  return row.paused === 1 ? 'pause-requested' : 'held'
}
