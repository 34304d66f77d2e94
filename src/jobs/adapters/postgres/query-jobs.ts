import { query, type Queryable } from '../../../platform/postgres/query.js'
import type { JobEvent } from '../../job-event.js'
import { toJobStatus } from '../../job-record.js'
import type { JobState, JobStatus } from '../../job-status.js'
import type { PastRun, QueueFigures } from '../../job-store.js'
import { pastRun } from '../../past-run.js'
import { eventColumns, toEvent, type EventRow } from '../sql/event-row.js'
import { readStages, toRecord, type JobRow } from '../sql/job-row.js'
import { jobColumns } from './context.js'

const toStatus = (row: JobRow): JobStatus => toJobStatus(toRecord(row))

export async function findJob(on: Queryable, id: string): Promise<JobStatus | undefined> {
  const row = await query.get<JobRow>(on, `SELECT ${jobColumns} FROM jobs WHERE id = $1`, id)
  return row === undefined ? undefined : toStatus(row)
}

export async function findByAlias(on: Queryable, alias: string): Promise<JobStatus[]> {
  const newest = `SELECT ${jobColumns} FROM jobs WHERE url = repository.url ORDER BY id DESC LIMIT 1`
  const text = `SELECT newest.* FROM job_repositories AS repository, LATERAL (${newest}) AS newest WHERE repository.alias = $1 ORDER BY id DESC`
  return (await query.all<JobRow>(on, text, alias.toLowerCase())).map(toStatus)
}

export async function queueFigures(on: Queryable): Promise<QueueFigures> {
  const counts = await query.all<{ status: JobState; jobs: number }>(on, 'SELECT status, sum(jobs)::float8 AS jobs FROM job_counts GROUP BY status')
  const queue = await query.get<{ paused: number }>(on, 'SELECT paused FROM job_queue')
  const byState = Object.fromEntries(counts.map(({ status, jobs }) => [status, jobs]))
  return { queued: 0, processing: 0, completed: 0, failed: 0, cancelled: 0, ...byState, paused: queue?.paused === 1 }
}

export async function jobEvents(on: Queryable, id: string, after: number, limit: number): Promise<JobEvent[]> {
  const rows = await query.all<EventRow>(
    on,
    `SELECT ${eventColumns} FROM job_events
     WHERE job_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
    id,
    after,
    limit,
  )
  return rows.map(toEvent)
}

export async function pastRuns(on: Queryable, url: string | undefined, limit: number): Promise<PastRun[]> {
  const [where, values] = url === undefined ? ['', []] : ['AND url = $2', [url]]
  const rows = await query.all<{ stages: string }>(
    on,
    `SELECT stages FROM jobs WHERE status = 'completed' AND from_cache = 0 ${where} ORDER BY id DESC LIMIT $1`,
    limit,
    ...values,
  )
  return rows.map(({ stages }) => pastRun(readStages(stages)))
}
