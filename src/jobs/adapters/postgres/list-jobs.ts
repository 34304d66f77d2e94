import { query, type PgValue, type Queryable } from '../../../platform/postgres/query.js'
import { readCursor, writeCursor } from '../../job-cursor.js'
import { toJobStatus } from '../../job-record.js'
import type { JobPage, JobQuery } from '../../job-store.js'
import { toRecord, type JobRow } from '../sql/job-row.js'
import { aboveAllIds, fitsNothing, hasTrigram, isOpenState, likePattern, newestLookedAt } from '../sql/repository-part.js'
import { jobColumns } from './context.js'

export async function listJobs(on: Queryable, asked: JobQuery, lookedAt = newestLookedAt): Promise<JobPage> {
  const rows = fitsNothing(asked) ? [] : await findRows(on, asked, lookedAt)
  const shown = rows.slice(0, asked.limit)
  const last = shown.at(-1)
  return {
    jobs: shown.map((row) => toJobStatus(toRecord(row))),
    nextCursor: rows.length > asked.limit && last !== undefined ? writeCursor(last.id) : undefined,
  }
}

type Place = (value: PgValue) => string

/** `write` makes the text, with a place for each value. */
function select<Row>(on: Queryable, write: (place: Place) => string): Promise<Row[]> {
  const values: PgValue[] = []
  const text = write((value) => `$${values.push(value)}`)
  return query.all<Row>(on, text, ...values)
}

/** One more than the page holds, when there are as many. */
async function findRows(on: Queryable, { status, repo = '', cursor, limit }: JobQuery, lookedAt: number): Promise<JobRow[]> {
  const below = cursor === undefined ? aboveAllIds : readCursor(cursor)
  const wanted = (place: Place) => `id < ${place(below)}${status === undefined ? '' : ` AND status = ${place(status)}`}`
  const newest = (and: (place: Place) => string) =>
    select<JobRow>(
      on,
      (place) => `SELECT ${jobColumns} FROM jobs WHERE ${wanted(place)} ${and(place)} ORDER BY id DESC LIMIT ${place(limit + 1)}`,
    )
  const fits = (place: Place) => {
    const pattern = place(likePattern(repo))
    return `AND (url ILIKE ${pattern} OR (owner || '/' || name) ILIKE ${pattern})`
  }
  if (repo === '') return newest(() => '')
  const oldest = isOpenState(status) ? undefined : await oldestLookedAt(on, wanted, lookedAt)
  if (oldest === undefined) return newest(fits)
  const found = await newest((place) => `AND id >= ${place(oldest)} ${fits(place)}`)
  return found.length > limit ? found : newestOfRepositories(on, { status, repo, limit }, below)
}

/** Undefined: there are fewer jobs than are looked at one by one. */
async function oldestLookedAt(on: Queryable, wanted: (place: Place) => string, lookedAt: number): Promise<string | undefined> {
  const rows = await select<{ id: string }>(
    on,
    (place) => `SELECT id FROM jobs WHERE ${wanted(place)} ORDER BY id DESC LIMIT 1 OFFSET ${place(lookedAt - 1)}`,
  )
  return rows[0]?.id
}

/**
 * The newest jobs of many repositories are all among those of the repositories whose newest job is newest. A repository is asked for as
 * a range of one, in the order of the index: of an equal one the planner expects few jobs, and would read and sort all of them.
 */
function newestOfRepositories(on: Queryable, { status, repo = '', limit }: JobQuery, below: string): Promise<JobRow[]> {
  return select<JobRow>(on, (place) => {
    const [most, before, pattern] = [place(limit + 1), place(below), place(likePattern(repo))]
    const named = hasTrigram(repo) ? `trigrams(url || ' ' || path) @> trigrams(${place(repo)}) AND` : ''
    const isBroken = status === 'failed' || status === 'cancelled' ? `AND status IN ('failed', 'cancelled')` : ''
    const state = status === undefined ? '' : `AND status = ${place(status)} ${isBroken}`
    const newestOf = (repository: string, columns: string, count: string) =>
      `SELECT ${columns} FROM jobs WHERE url BETWEEN ${repository}.url AND ${repository}.url AND id < ${before} ${state}
       ORDER BY url, ${isBroken === '' ? '' : 'status, '}id DESC LIMIT ${count}`
    return `
      WITH fitting AS (
        SELECT repository.url FROM job_repositories AS repository, LATERAL (${newestOf('repository', 'id', '1')}) AS newest
        WHERE ${named} (url ILIKE ${pattern} OR path ILIKE ${pattern}) ORDER BY id DESC LIMIT ${most}
      )
      SELECT newest.* FROM fitting, LATERAL (${newestOf('fitting', jobColumns, most)}) AS newest ORDER BY id DESC LIMIT ${most}`
  })
}
