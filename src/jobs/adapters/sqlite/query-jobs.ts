import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { JobEvent } from '../../job-event.js'
import { toJobStatus } from '../../job-record.js'
import type { PastRun, QueueFigures } from '../../job-store.js'
import type { JobState, JobStatus } from '../../job-status.js'
import { pastRun } from '../../past-run.js'
import { eventColumns, toEvent, type EventRow } from '../sql/event-row.js'
import { readStages, toRecord, type JobRow } from '../sql/job-row.js'
import { isQueuePaused } from './steer-job.js'

const toStatus = (row: JobRow): JobStatus => toJobStatus(toRecord(row))

export function findByAlias(database: Database, alias: string): JobStatus[] {
  const newest = 'SELECT id FROM jobs INDEXED BY jobs_by_url WHERE url = repository.url ORDER BY id DESC LIMIT 1'
  return sql
    .all<JobRow>(
      database,
      `SELECT jobs.* FROM job_repositories AS repository CROSS JOIN jobs ON jobs.id = (${newest})
       WHERE repository.alias = ? ORDER BY jobs.id DESC`,
      alias.toLowerCase(),
    )
    .map(toStatus)
}

export function queueFigures(database: Database): QueueFigures {
  const figures = { queued: 0, processing: 0, completed: 0, failed: 0, cancelled: 0, paused: isQueuePaused(database) }
  for (const { status, jobs } of sql.all<{ status: JobState; jobs: number }>(database, 'SELECT status, jobs FROM job_counts'))
    figures[status] = jobs
  return figures
}

export function jobEvents(database: Database, id: string, after: number, limit: number): JobEvent[] {
  const rows = sql.all<EventRow>(
    database,
    `SELECT ${eventColumns} FROM job_events WHERE job_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
    id,
    after,
    limit,
  )
  return rows.map(toEvent)
}

export function pastRuns(database: Database, url: string | undefined, limit: number): PastRun[] {
  const [index, where, values] = url === undefined ? (['jobs_by_status', '', []] as const) : (['jobs_by_url', 'url = ? AND', [url]] as const)
  const rows = sql.all<{ stages: string }>(
    database,
    `SELECT stages FROM jobs INDEXED BY ${index} WHERE ${where} status = 'completed' AND from_cache = 0 ORDER BY id DESC LIMIT ${limit}`,
    ...values,
  )
  return rows.map(({ stages }) => pastRun(readStages(stages)))
}
