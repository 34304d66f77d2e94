import type { Pool, PoolClient } from 'pg'
import { query, type Queryable } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import type { Clock } from '../../../platform/clock.js'
import type { JobRecord } from '../../job-record.js'
import type { Lease } from '../../job-store.js'
import type { Change } from '../../moves/change.js'
import { needsCheckpoints } from '../../moves/settle-job.js'
import { notFound } from '../../moves/steer-job.js'
import { moveColumns, moveValues, requestColumns, toRecord, type JobRow } from '../sql/job-row.js'
import { addTallies } from './tallies.js'

/** What every operation of the adapter works on. */
export interface JobDatabase {
  readonly pool: Pool
  /** Called once a change that a reader can see is committed. */
  readonly changed: () => void
  /** Adds a hint that the job is due, within the transaction that makes it so. Undefined: workers find it by looking. */
  readonly hint?: ((client: PoolClient, jobId: string, dueAt: Date | undefined) => Promise<void>) | undefined
  /** In place of the database's clock, for tests. */
  readonly pretend?: Clock | undefined
}

/** `$1` of every statement below that needs the time: a pretended one, or null for the database's own. */
export const wallNow = ({ pretend }: JobDatabase): Date | null => pretend?.now() ?? null
/** Of leases. In tests no jump of the wall clock moves it. */
export const leaseNow = ({ pretend }: JobDatabase): Date | null => (pretend === undefined ? null : new Date(pretend.monotonicMs()))

export const now = 'coalesce($1::timestamptz, clock_timestamp())'
export const nowMs = `(extract(epoch FROM ${now}) * 1000)::double precision`

const columns = [...requestColumns, ...moveColumns]
export const jobColumns = columns.join(', ')
export const jobPlaces = columns.map((_, at) => `$${at + 1}`).join(', ')

/** A job with the moment at which it was read. */
export interface Read {
  readonly job: JobRecord
  readonly now: Date
}

/** What is changed is locked first: `FOR UPDATE`. */
export async function readJob(
  jobs: JobDatabase,
  on: Queryable,
  where: string,
  ...values: readonly (string | number)[]
): Promise<Read | undefined> {
  const row = await query.get<JobRow & { now: Date }>(on, `SELECT ${jobColumns}, ${now} AS now FROM jobs WHERE ${where}`, wallNow(jobs), ...values)
  return row === undefined ? undefined : { job: toRecord(row), now: row.now }
}

/** Locked until the transaction ends. @throws AppError `jobs/not-found` */
export async function requireJob(jobs: JobDatabase, client: PoolClient, id: string): Promise<Read> {
  const read = await readJob(jobs, client, 'id = $2 FOR UPDATE', id)
  if (read === undefined) throw notFound()
  return read
}

/** The fence. Undefined: the lease is lost. The row stays locked until the transaction ends, so the answer stays true. */
export const heldJob = (jobs: JobDatabase, client: PoolClient, { jobId, attempt }: Lease): Promise<Read | undefined> =>
  readJob(jobs, client, `id = $2 AND attempt = $3 AND status = 'processing' FOR UPDATE`, jobId, attempt)

export const findOpen = async (jobs: JobDatabase, client: PoolClient, openKey: string): Promise<JobRecord | undefined> =>
  (await readJob(jobs, client, `open_key = $2 AND status IN ('queued', 'processing')`, openKey))?.job

/** How many are queued, counted no further than `most`. */
export async function countQueued(client: PoolClient, most: number): Promise<number> {
  const row = await query.get<{ jobs: number }>(
    client,
    `SELECT count(*)::int AS jobs FROM (SELECT 1 FROM jobs WHERE status = 'queued' LIMIT $1) AS counted`,
    most,
  )
  return row?.jobs ?? 0
}

const lock = (client: PoolClient, what: string): Promise<unknown> =>
  query.run(client, 'SELECT pg_advisory_xact_lock(hashtext($1), hashtext(current_schema()))', what)

/**
 * Who decides about the queue as a whole does so alone, until the transaction ends: whether one more may join it, or whose turn it is.
 * Nobody takes both locks, and each is taken before any row is locked, so that two never wait for each other.
 */
export const lockEntry = (client: PoolClient): Promise<unknown> => lock(client, 'codewiki queue: entry')
export const lockTurns = (client: PoolClient): Promise<unknown> => lock(client, 'codewiki queue: turns')

/** A transaction that changes what readers can see. Statements that do not need each other's answers are asked together. */
export async function changing<T>(jobs: JobDatabase, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const result = await withTransaction(jobs.pool, work)
  jobs.changed()
  return result
}

const assignments = moveColumns.map((column, at) => `${column} = $${at + 2}`).join(', ')

/** Saves a move between states, and the end of a lease with it. */
export async function saveMove(jobs: JobDatabase, client: PoolClient, { job, events, observed = [] }: Change, at: Date): Promise<JobRecord> {
  const endLease = job.status === 'processing' ? '' : ', lease_until = NULL'
  await Promise.all([
    query.run(client, `UPDATE jobs SET ${assignments}${endLease} WHERE id = $1`, job.id, ...moveValues(job)),
    appendEvents(client, job, events, at),
    addTallies(client, observed),
    needsCheckpoints(job) ? undefined : query.run(client, 'DELETE FROM job_checkpoints WHERE job_id = $1', job.id),
    job.status === 'queued' && !job.paused ? jobs.hint?.(client, job.id, job.notBefore) : undefined,
  ])
  return job
}

/** Without gaps in their numbers, since the job's row is locked. */
export async function appendEvents(client: PoolClient, job: JobRecord, events: Change['events'], at: Date): Promise<void> {
  const appended = events.map((event) =>
    query.run(
      client,
      `INSERT INTO job_events (job_id, sequence, at, level, stage, message, status, progress)
       VALUES ($1, (SELECT coalesce(max(sequence), 0) + 1 FROM job_events WHERE job_id = $1), $2, $3, $4, $5, $6, $7)`,
      job.id,
      at.getTime(),
      event.level,
      event.stage ?? null,
      event.message,
      job.status,
      JSON.stringify(job.progress),
    ),
  )
  await Promise.all(appended)
}
