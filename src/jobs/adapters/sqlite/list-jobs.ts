import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql, type SqlValue } from '../../../platform/sqlite/prepared.js'
import { readCursor, writeCursor } from '../../job-cursor.js'
import { toJobStatus } from '../../job-record.js'
import type { JobPage, JobQuery } from '../../job-store.js'
import { toRecord, type JobRow } from '../sql/job-row.js'
import { aboveAllIds, fitsNothing, hasTrigram, isOpenState, likePattern, newestLookedAt } from '../sql/repository-part.js'

export function listJobs(database: Database, query: JobQuery, lookedAt = newestLookedAt): JobPage {
  const rows = fitsNothing(query) ? [] : findRows(database, query, lookedAt)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    jobs: shown.map((row) => toJobStatus(toRecord(row))),
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(last.id) : undefined,
  }
}

/** One more than the page holds, when there are as many. */
function findRows(database: Database, { status, repo = '', cursor, limit }: JobQuery, lookedAt: number): JobRow[] {
  const below = cursor === undefined ? aboveAllIds : readCursor(cursor)
  const [state, states]: [string, SqlValue[]] = status === undefined ? ['', []] : ['AND status = ?', [status]]
  const newest = (where: string, ...values: SqlValue[]) =>
    sql.all<JobRow>(
      database,
      `SELECT * FROM jobs WHERE id < ? ${state} ${where} ORDER BY id DESC LIMIT ?`,
      ...[below, ...states, ...values, limit + 1],
    )
  if (repo === '') return newest('')
  const oldest = isOpenState(status) ? undefined : oldestLookedAt(database, state, [below, ...states, lookedAt - 1])
  const pattern = likePattern(repo)
  const fits = `AND (url LIKE ? ESCAPE '\\' OR (owner || '/' || name) LIKE ? ESCAPE '\\')`
  if (oldest === undefined) return newest(fits, pattern, pattern)
  const found = newest(`AND id >= ? ${fits}`, oldest, pattern, pattern)
  return found.length > limit ? found : newestOfRepositories(database, { status, repo, limit }, below)
}

/** Undefined: there are fewer jobs than are looked at one by one. */
const oldestLookedAt = (database: Database, state: string, values: SqlValue[]): string | undefined =>
  sql.get<{ id: string }>(database, `SELECT id FROM jobs WHERE id < ? ${state} ORDER BY id DESC LIMIT 1 OFFSET ?`, ...values)?.id

const indexed = (phrase: string) => `SELECT rowid FROM job_repository_names WHERE job_repository_names MATCH ${phrase}`
/** Never many. */
const notYetIndexed = 'SELECT id FROM job_repositories WHERE id > (SELECT named_to FROM job_repository_mark)'

/** The newest jobs of many repositories are all among those of the repositories whose newest job is newest. */
function newestOfRepositories(database: Database, { status, repo = '', limit }: JobQuery, below: string): JobRow[] {
  const values: SqlValue[] = []
  const place = (value: SqlValue) => `?${values.push(value)}`
  const [most, before, pattern] = [place(limit + 1), place(below), place(likePattern(repo))]
  const phrase = () => place(`"${repo.replaceAll('"', '""')}"`)
  const named = hasTrigram(repo) ? `id IN (${indexed(phrase())} UNION ALL ${notYetIndexed}) AND` : ''
  const isBroken = status === 'failed' || status === 'cancelled'
  const state = status === undefined ? '' : `AND status = ${place(status)} ${isBroken ? `AND status IN ('failed', 'cancelled')` : ''}`
  const newestOf = (repository: string, count: string) =>
    `SELECT id FROM jobs INDEXED BY ${isBroken ? 'jobs_broken_by_url' : 'jobs_by_url'}
     WHERE url = ${repository}.url AND id < ${before} ${state} ORDER BY id DESC LIMIT ${count}`
  const text = `
    WITH fitting AS (
      SELECT url, (${newestOf('repository', '1')}) AS newest FROM job_repositories AS repository
      WHERE ${named} (url LIKE ${pattern} ESCAPE '\\' OR path LIKE ${pattern} ESCAPE '\\') ORDER BY newest DESC LIMIT ${most}
    )
    SELECT jobs.* FROM fitting CROSS JOIN jobs ON jobs.id IN (${newestOf('fitting', most)}) ORDER BY jobs.id DESC LIMIT ${most}`
  return sql.all<JobRow>(database, text, ...values)
}
