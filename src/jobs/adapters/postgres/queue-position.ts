import { query, type Queryable } from '../../../platform/postgres/query.js'
import { guessOlder, placeInQueue, type Ages } from '../../fair-turn.js'
import { readShares } from './shares.js'

/** Jobs that are counted one by one, of one submitter from either end of its queue: there may be a look at each job of a list. */
const mostCounted = 1_000

interface Waiting {
  readonly id: string
  readonly priority: number
  readonly submitter: string
  /** Of higher priority, and of the same submitter and before it: as far as they are counted. */
  readonly urgent: number
  readonly older: number
}

/** An order that an index has keeps the planner from reading all jobs for what it takes to be many. */
const waiting = `status = 'queued' AND paused = 0`
const counted = (where: string) => `(SELECT count(*)::int FROM (SELECT 1 FROM jobs WHERE ${waiting} AND ${where} LIMIT ${mostCounted}) AS those)`

export async function queuePosition(on: Queryable, id: string): Promise<number | undefined> {
  const job = await query.get<Waiting>(
    on,
    `SELECT id, priority, submitter, ${counted('-priority < -own.priority ORDER BY -priority')} AS urgent,
       ${counted('submitter = own.submitter AND priority = own.priority AND id < own.id')} AS older
     FROM jobs AS own WHERE id = $1 AND ${waiting}`,
    id,
  )
  if (job === undefined) return undefined
  const others = await countOthers(on, job)
  const older = job.older < mostCounted ? job.older : await guess(on, job, others.reduce((sum, other) => sum + other.waiting, job.urgent))
  const shares = await readShares(on)
  return placeInQueue(
    job.urgent,
    older,
    shares.submitter(job.submitter),
    others.map((other) => ({ ...other, ...shares.submitter(other.submitter) })),
  )
}

/** Skips from submitter to submitter through the index. */
function countOthers(on: Queryable, { priority, submitter }: Waiting): Promise<{ readonly submitter: string; readonly waiting: number }[]> {
  const first = (where: string) => `SELECT submitter FROM jobs WHERE ${waiting} AND -priority = -($1::int) ${where} ORDER BY -priority, submitter LIMIT 1`
  return query.all(
    on,
    `WITH RECURSIVE submitters AS (
       (${first('')})
       UNION ALL
       SELECT following.submitter FROM submitters CROSS JOIN LATERAL (${first('AND submitter > submitters.submitter')}) AS following
     )
     SELECT submitter, ${counted('-priority = -($1::int) AND submitter = submitters.submitter')} AS waiting FROM submitters WHERE submitter <> $2`,
    priority,
    submitter,
  )
}

/** How many of the same submitter are older, of more than are counted; `besides` are not its own. Those that are paused count among all. */
async function guess(on: Queryable, { id, priority, submitter }: Waiting, besides: number): Promise<number> {
  const own = `submitter = $2 AND priority = $3`
  const end = (order: 'ASC' | 'DESC') => `(SELECT created_at FROM jobs WHERE status = 'queued' AND ${own} ORDER BY id ${order} LIMIT 1)`
  const row = await query.get<Ages & { readonly newer: number; readonly queued: number }>(
    on,
    `SELECT created_at AS own, ${end('ASC')} AS first, ${end('DESC')} AS last, ${counted(`${own} AND id > $1`)} AS newer,
       (SELECT sum(jobs)::int FROM job_counts WHERE status = 'queued') AS queued
     FROM jobs WHERE id = $1`,
    id,
    submitter,
    priority,
  )
  if (row === undefined) return mostCounted
  const all = Math.max(row.queued - besides, mostCounted + 1 + row.newer)
  return row.newer < mostCounted ? all - 1 - row.newer : guessOlder(row, all, mostCounted)
}
