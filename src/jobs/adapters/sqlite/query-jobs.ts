import { AppError } from '../../../platform/app-error.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql, type SqlValue } from '../../../platform/sqlite/prepared.js'
import type { EventLevel, JobEvent } from '../../job-event.js'
import type { JobPage, JobQuery, PastRun, QueueFigures } from '../../job-store.js'
import type { JobState, JobStatus, Stage } from '../../job-status.js'
import { readProgress, readStages, toJobStatus, type JobRow } from './job-row.js'

/** Newest first. Ids are UUIDv7, so their order is the order of creation and a cursor is the last id of a page. */
export function listJobs(database: Database, query: JobQuery): JobPage {
  const conditions: string[] = []
  const values: SqlValue[] = []
  if (query.status !== undefined) {
    conditions.push('status = ?')
    values.push(query.status)
  }
  if (query.repo !== undefined && query.repo !== '') {
    conditions.push(`(url = ? OR (owner || '/' || name) LIKE ? ESCAPE '\\')`)
    values.push(query.repo, `%${query.repo.replaceAll(/[\\%_]/g, '\\$&')}%`)
  }
  if (query.cursor !== undefined) {
    conditions.push('id < ?')
    values.push(readCursor(query.cursor))
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const rows = sql.all<JobRow>(database, `SELECT * FROM jobs ${where} ORDER BY id DESC LIMIT ?`, ...values, query.limit + 1)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return { jobs: shown.map(toJobStatus), nextCursor: rows.length > query.limit && last !== undefined ? Buffer.from(last.id).toString('base64url') : undefined }
}

function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString('utf8')
  if (/^[0-9a-f-]{36}$/.test(id)) return id
  throw new AppError('jobs/invalid-cursor', 'invalid', 'The cursor is not one that this list gave out.', { advice: 'Start again without a cursor.' })
}

export function findByAlias(database: Database, alias: string): JobStatus[] {
  const rows = sql.all<JobRow>(database, `SELECT * FROM jobs WHERE id IN (SELECT max(id) FROM jobs WHERE alias = ? GROUP BY url) ORDER BY id DESC`, alias.toLowerCase())
  return rows.map(toJobStatus)
}

export function queueFigures(database: Database): QueueFigures {
  const figures = { queued: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 }
  for (const { status, jobs } of sql.all<{ status: JobState; jobs: number }>(database, 'SELECT status, jobs FROM job_counts')) figures[status] = jobs
  return figures
}

export function queuePosition(database: Database, id: string): number | undefined {
  const row = sql.get<{ priority: number }>(database, `SELECT priority FROM jobs WHERE id = ? AND status = 'queued'`, id)
  if (row === undefined) return undefined
  const before = sql.get<{ jobs: number }>(
    database,
    `SELECT count(*) AS jobs FROM jobs WHERE status = 'queued' AND paused = 0 AND (priority > ?1 OR (priority = ?1 AND id < ?2))`,
    row.priority, id,
  )
  return (before?.jobs ?? 0) + 1
}

interface EventRow {
  readonly sequence: number
  readonly at: number
  readonly level: EventLevel
  readonly stage: Stage | null
  readonly message: string
  readonly status: JobState
  readonly progress: string
}

export function jobEvents(database: Database, id: string, after: number, limit: number): JobEvent[] {
  const rows = sql.all<EventRow>(database, 'SELECT * FROM job_events WHERE job_id = ? AND sequence > ? ORDER BY sequence LIMIT ?', id, after, limit)
  return rows.map((row) => ({ ...row, stage: row.stage ?? undefined, at: new Date(row.at), progress: readProgress(row.progress) }))
}

export function pastRuns(database: Database, url: string, limit: number): PastRun[] {
  const read = (where: string, ...values: SqlValue[]) =>
    sql.all<JobRow>(database, `SELECT * FROM jobs WHERE status = 'completed' AND from_cache = 0 ${where} ORDER BY id DESC LIMIT ?`, ...values, limit).map(pastRun)
  const same = read('AND url = ?', url)
  return same.length > 0 ? same : read('')

  function pastRun(row: JobRow): PastRun {
    const stages = readStages(row.stages).filter((record) => record.finishedAt !== undefined)
    const stageMs = Object.fromEntries(stages.map((record) => [record.stage, (record.finishedAt ?? record.startedAt).getTime() - record.startedAt.getTime()]))
    return { sameRepository: row.url === url, stageMs, totalMs: Object.values(stageMs).reduce((sum, ms) => sum + ms, 0) }
  }
}
