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

/** Lines of jobs' logs, as JSON in the place `lines`, numbered on from those that are there: without gaps, since the jobs' rows are locked. */
const insertEvents = (lines: string): string => `
  INSERT INTO job_events (job_id, sequence, at, level, stage, message, status, progress)
    SELECT job_id, (SELECT coalesce(max(sequence), 0) FROM job_events AS known WHERE known.job_id = line.job_id) + sequence,
      at, level, stage, message, status, progress
    FROM json_populate_recordset(NULL::job_events, ${lines}) AS line`

/** The lines of one job, numbered from 1. */
export function toEventRows(job: JobRecord, events: Change['events'], at: Date): unknown[] {
  return events.map(({ level, stage, message }, before) => ({
    ...{ job_id: job.id, sequence: before + 1, at: at.getTime(), level, stage, message, status: job.status },
    progress: JSON.stringify(job.progress),
  }))
}

export async function appendEvents(client: PoolClient, job: JobRecord, events: Change['events'], at: Date): Promise<void> {
  if (events.length > 0) await query.run(client, insertEvents('$1'), JSON.stringify(toEventRows(job, events, at)))
}

/** Of one job, which is locked. */
export interface Move {
  readonly change: Change
  /** When it took place. */
  readonly now: Date
}

const toMoveRow = (job: JobRecord): unknown => ({ id: job.id, ...Object.fromEntries(moveValues(job).map((value, at) => [moveColumns[at], value])) })

const saving = `
  WITH moved AS (
      UPDATE jobs SET (${moveColumns.join(', ')}) = ROW (${moveColumns.map((column) => `after.${column}`).join(', ')}),
        lease_until = CASE WHEN after.status = 'processing' THEN coalesce(${now} + $2::float8 * interval '1 ms', jobs.lease_until) END
      FROM json_populate_recordset(NULL::jobs, $4) AS after WHERE jobs.id = ANY($3) AND jobs.id = after.id
    ),
    told AS (${insertEvents('$5')}),
    counted AS (${insertTallies(6)})
  DELETE FROM job_checkpoints WHERE job_id = ANY($10)`

/** Saves moves between states, of different jobs, and the end of a lease with each: one statement, and one for the hint of each job that is due again. */
export async function saveMoves(jobs: JobDatabase, client: PoolClient, moves: readonly Move[], leaseMs?: number): Promise<void> {
  if (moves.length === 0) return
  const changed = moves.map(({ change }) => change.job)
  const rows = [changed.map(toMoveRow), moves.flatMap(({ change: { job, events }, now: at }) => toEventRows(job, events, at))]
  const observed = moves.flatMap(({ change }) => change.observed ?? [])
  const done = changed.filter((job) => !needsCheckpoints(job))
  const due = changed.filter(({ status, paused }) => status === 'queued' && !paused)
  await Promise.all([
    query.run(
      client,
      saving,
      ...[leaseNow(jobs), leaseMs ?? null, changed.map(({ id }) => id)],
      ...[...rows.map((each) => JSON.stringify(each)), ...tallyValues(observed), done.map(({ id }) => id)],
    ),
    ...due.map(({ id, notBefore }) => jobs.hint?.(client, [id], notBefore)),
  ])
}

export async function saveMove(jobs: JobDatabase, client: PoolClient, change: Change, { now: at }: Pick<Move, 'now'>, leaseMs?: number): Promise<JobRecord> {
  await saveMoves(jobs, client, [{ change, now: at }], leaseMs)
  return change.job
}
