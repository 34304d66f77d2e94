import type { Pool, PoolClient } from 'pg'
import { query, type PgValue, type Queryable } from '../../../platform/postgres/query.js'
import { withTransaction, type AtLast } from '../../../platform/postgres/transaction.js'
import type { Clock } from '../../../platform/clock.js'
import type { JobRecord } from '../../job-record.js'
import type { Lease } from '../../job-store.js'
import type { Change } from '../../moves/change.js'
import { needsCheckpoints } from '../../moves/settle-job.js'
import { notFound } from '../../moves/steer-job.js'
import { moveColumns, moveValues, requestColumns, toRecord, type JobRow } from '../sql/job-row.js'
import { insertTallies, tallyValues } from './tallies.js'

/** What every operation of the adapter works on. */
export interface JobDatabase {
  readonly pool: Pool
  /** Called once a change that a reader can see is committed. */
  readonly changed: () => void
  /** Adds a hint that the jobs are due, within the transaction that makes them so. Undefined: workers find them by looking. */
  readonly hint?: ((client: PoolClient, jobIds: readonly string[], dueAt: Date | undefined) => Promise<void>) | undefined
  /** Called once jobs that were submitted are committed: for workers of this process, which need not wait for the hint. */
  readonly added?: (() => void) | undefined
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
  ...values: readonly PgValue[]
): Promise<Read | undefined> {
  return (await readJobs(jobs, on, where, ...values))[0]
}

export async function readJobs(jobs: JobDatabase, on: Queryable, where: string, ...values: readonly PgValue[]): Promise<Read[]> {
  const text = `SELECT ${jobColumns}, ${now} AS now FROM jobs WHERE ${where}`
  const rows = await query.all<JobRow & { now: Date }>(on, text, wallNow(jobs), ...values)
  return rows.map((row) => ({ job: toRecord(row), now: row.now }))
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

const lock = (what: string): string => `pg_advisory_xact_lock(hashtext('codewiki queue: ${what}'), hashtext(current_schema()))`

/**
 * Who decides about the queue as a whole does so alone, until the transaction ends: whether one more may join it, or whose turn it is.
 * Nobody takes both locks, and each is taken before any row is locked, so that two never wait for each other. A statement sees what was
 * there when it began, so those that need the lock come after the one that takes it.
 */
export const lockEntry = (client: PoolClient): Promise<unknown> => query.run(client, `SELECT ${lock('entry')}`)
export const lockTurns = (client: PoolClient): Promise<unknown> => query.run(client, `SELECT ${lock('turns')}`)

/** A transaction that changes what readers can see. Statements that do not need each other's answers are asked together. */
export async function changing<T>(jobs: JobDatabase, work: (client: PoolClient, atLast: AtLast) => Promise<T>): Promise<T> {
  const result = await withTransaction(jobs.pool, work)
  jobs.changed()
  return result
}

/** Lines of a job's log, with values in the places from `first` on. Without gaps in their numbers, since the job's row is locked. */
function insertEvents(first: number): string {
  const [id, at, levels, stages, messages, status, progress] = Array.from({ length: 7 }, (_, offset) => `$${first + offset}`)
  return `INSERT INTO job_events (job_id, sequence, at, level, stage, message, status, progress)
    SELECT ${id}::text, (SELECT coalesce(max(sequence), 0) FROM job_events WHERE job_id = ${id}) + line.number,
      ${at}::float8, level, nullif(stage, ''), message, ${status}::text, ${progress}::text
    FROM unnest(${levels}::text[], ${stages}::text[], ${messages}::text[]) WITH ORDINALITY AS line (level, stage, message, number)`
}

const eventValues = (job: JobRecord, events: Change['events'], at: Date): PgValue[] => [
  ...[job.id, at.getTime(), events.map(({ level }) => level), events.map(({ stage }) => stage ?? '')],
  ...[events.map(({ message }) => message), job.status, JSON.stringify(job.progress)],
]

export async function appendEvents(client: PoolClient, job: JobRecord, events: Change['events'], at: Date): Promise<void> {
  if (events.length > 0) await query.run(client, insertEvents(1), ...eventValues(job, events, at))
}

/** When the move took place, and how long the lease holds that begins with it. */
export interface Moment {
  readonly now: Date
  readonly leaseMs?: number
}

const [firstMoved, firstTold] = [3, 3 + moveColumns.length]
const [id, status] = [`$${firstTold}`, `$${firstMoved}`]
const [firstCounted, dropsCheckpoints] = [firstTold + 7, `$${firstTold + 11}`]
const assignments = moveColumns.map((column, at) => `${column} = $${firstMoved + at}`).join(', ')
const lease = `CASE WHEN ${status} = 'processing' THEN coalesce(${now} + $2::float8 * interval '1 ms', lease_until) END`
const saving = `
  WITH moved AS (UPDATE jobs SET ${assignments}, lease_until = ${lease} WHERE id = ${id}),
    told AS (${insertEvents(firstTold)}),
    counted AS (${insertTallies(firstCounted)})
  DELETE FROM job_checkpoints WHERE job_id = ${id} AND ${dropsCheckpoints}::boolean`

/** Saves a move between states, and the end of a lease with it: one statement, and one for the hint when the job is due again. */
export async function saveMove(jobs: JobDatabase, client: PoolClient, change: Change, { now: at, leaseMs }: Moment): Promise<JobRecord> {
  const { job, events, observed = [] } = change
  const values = [...moveValues(job), ...eventValues(job, events, at), ...tallyValues(observed), !needsCheckpoints(job)]
  await Promise.all([
    query.run(client, saving, leaseNow(jobs), leaseMs ?? null, ...values),
    job.status === 'queued' && !job.paused ? jobs.hint?.(client, [job.id], job.notBefore) : undefined,
  ])
  return job
}
