import type { PoolClient } from 'pg'
import type { Settled } from '../../../platform/batches.js'
import { query } from '../../../platform/postgres/query.js'
import { withTransaction, type AtLast } from '../../../platform/postgres/transaction.js'
import { dealTurns, toLanes, type Candidate, type Shares, type WaitingLane } from '../../fair-turn.js'
import type { Claim, ClaimRequest, Lease, LeaseAnswer } from '../../job-store.js'
import { giveUpJob, takeJob, toClaim, type Taking } from '../../moves/claim-job.js'
import { leaseAnswer } from '../../moves/lease-answer.js'
import { leaseNow, lockTurns, now, nowMs, readJobs, requireJob, saveMove, saveMoves, wallNow, type JobDatabase, type Move, type Read } from './context.js'
import { countTurns, readShares } from './shares.js'

/**
 * Takes the next jobs, one for each request, in one transaction; on the way, jobs whose worker died are settled when nobody may run
 * them any more. What there is to take is asked for together with the lock, what was taken is written together with the COMMIT: with
 * the look before, which is left out when it is likely that there is something, four round trips, however many are taken.
 */
export async function claimJobs(jobs: JobDatabase, requests: readonly ClaimRequest[], isLikely: boolean): Promise<readonly Settled<Claim | undefined>[]> {
  // Most looks find nothing: they lock nothing.
  if (!isLikely && !(await mayFind(jobs))) return requests.map(() => ({ answer: undefined }))
  const { claims, hasChanged } = await withTransaction(jobs.pool, async (client, atLast) => {
    const [, sight] = await Promise.all([lockTurns(client), lookAround(jobs, client, requests.length)])
    const taken = await claimAll(jobs, client, { sight, requests, atLast })
    return { claims: taken, hasChanged: sight.abandoned !== undefined || taken.some((claim) => claim !== undefined) }
  })
  if (hasChanged) jobs.changed()
  return claims.map((claim) => ({ answer: claim }))
}

/** What there is to take: a job whose lease ran out; who runs, whose turn it was, and what waits. */
interface Sight {
  readonly abandoned: string | undefined
  readonly shares: Shares
  readonly lanes: readonly WaitingLane[]
}

async function lookAround(jobs: JobDatabase, client: PoolClient, ofEachLane: number): Promise<Sight> {
  const [abandoned, shares, waiting] = await Promise.all([nextAbandoned(jobs, client), readShares(client), oldestOfLanes(jobs, client, ofEachLane)])
  return { abandoned, shares, lanes: toLanes(waiting) }
}

interface Asking {
  readonly sight: Sight
  readonly requests: readonly ClaimRequest[]
  readonly atLast: AtLast
}

/** First what was abandoned, one after the other; then those whose turn it is. A job may be cancelled before it is locked; then another is chosen. */
async function claimAll(jobs: JobDatabase, client: PoolClient, { sight, requests, atLast }: Asking): Promise<(Claim | undefined)[]> {
  const [first, ...others] = requests
  if (first === undefined) return []
  const again = async (left: readonly ClaimRequest[]) => {
    const seen = await lookAround(jobs, client, left.length)
    return claimAll(jobs, client, { sight: seen, requests: left, atLast })
  }
  if (sight.abandoned !== undefined) {
    const claim = await takeOver(jobs, client, sight.abandoned, first)
    return claim === undefined ? again(requests) : [claim, ...(await again(others))]
  }
  const turns = dealTurns(sight.lanes, sight.shares, requests)
  const reads = await lockJobs(jobs, client, turns.flatMap((turn) => turn?.id ?? []))
  const served = turns.flatMap((turn) => (turn !== undefined && reads.has(turn.id) ? [turn] : []))
  if (served.length > 0) atLast(countTurns(client, served))
  const taken = new Map<number, Move[]>()
  const claims = turns.map((turn, at) => {
    const [read, request] = [turn && reads.get(turn.id), requests[at]]
    if (read === undefined || request === undefined) return undefined
    const change = takeJob(read.job, request, read.now)
    taken.set(request.leaseMs, [...(taken.get(request.leaseMs) ?? []), { change, now: read.now }])
    return toClaim(change.job, request.workerId)
  })
  for (const [leaseMs, moves] of taken) atLast(saveMoves(jobs, client, moves, leaseMs))
  const missed = requests.filter((_, at) => turns[at] !== undefined && claims[at] === undefined)
  if (missed.length === 0) return claims
  const second = await again(missed)
  return claims.map((claim, at) => (turns[at] !== undefined && claim === undefined ? second.shift() : claim))
}

/** Undefined: nobody goes on with it. */
async function takeOver(jobs: JobDatabase, client: PoolClient, id: string, request: ClaimRequest): Promise<Claim | undefined> {
  const read = await requireJob(jobs, client, id)
  const taking: Taking = { ...request, storeWasAway: await wasAway(jobs, client, id, request.leaseMs) }
  const givenUp = giveUpJob(read.job, taking, read.now)
  if (givenUp === undefined) {
    const taken = takeJob(read.job, taking, read.now)
    return toClaim(await saveMove(jobs, client, taken, read, request.leaseMs), request.workerId)
  }
  await saveMove(jobs, client, givenUp, read)
  return undefined
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

/** In the order of their ids, so that two never wait for each other. */
async function lockJobs(jobs: JobDatabase, client: PoolClient, ids: readonly string[]): Promise<Map<string, Read>> {
  if (ids.length === 0) return new Map()
  const reads = await readJobs(jobs, client, `id = ANY($2) AND status = 'queued' AND paused = 0 ORDER BY id FOR UPDATE`, ids)
  return new Map(reads.map((read) => [read.job.id, read]))
}

const inLane = `status = 'queued' AND paused = 0`

/** The oldest due jobs of each lane. Skips from lane to lane through the index, so its cost is that of the lanes, not of the jobs. */
function oldestOfLanes(jobs: JobDatabase, client: PoolClient, ofEach: number): Promise<Candidate[]> {
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
         AND (not_before IS NULL OR not_before <= ${nowMs}) ORDER BY id LIMIT $2
     ) AS head`,
    wallNow(jobs),
    ofEach,
  )
}

/** A lease that ran out can be renewed as long as nobody has taken the job: the attempt number is the fence, not the time. */
export async function renewLease(
  jobs: JobDatabase,
  lease: Lease,
  leaseMs: number,
): Promise<LeaseAnswer> {
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
  return leaseAnswer({ cancelRequested: row.cancel_requested === 1, paused: row.paused === 1 })
}
