import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { guessOlder, placeInQueue, type Ages } from '../../fair-turn.js'
import { readShares } from './shares.js'

/** Jobs of one submitter that are counted one by one, from either end of its queue: the process that answers over HTTP counts them. */
const mostCounted = 1_000

interface Waiting {
  readonly id: string
  readonly priority: number
  readonly submitter: string
}

export function queuePosition(database: Database, id: string): number | undefined {
  const job = sql.get<Waiting>(database, `SELECT id, priority, submitter FROM jobs WHERE id = ? AND status = 'queued' AND paused = 0`, id)
  if (job === undefined) return undefined
  const submitters = sql.all<{ priority: number; submitter: string; waiting: number }>(
    database,
    'SELECT priority, submitter, sum(waiting) AS waiting FROM job_lanes WHERE priority >= ? GROUP BY priority, submitter',
    job.priority,
  )
  const equal = submitters.filter(({ priority }) => priority === job.priority)
  const own = equal.find(({ submitter }) => submitter === job.submitter)?.waiting ?? 1
  const others = equal.filter(({ submitter }) => submitter !== job.submitter)
  const urgent = submitters.reduce((sum, { priority, waiting }) => (priority > job.priority ? sum + waiting : sum), 0)
  const older = countOlder(database, job, own)
  if (others.length === 0) return placeInQueue(urgent, older, { running: 0, lastTurn: 0 }, [])
  const shares = readShares(database)
  return placeInQueue(
    urgent,
    older,
    shares.submitter(job.submitter),
    others.map((other) => ({ ...other, ...shares.submitter(other.submitter) })),
  )
}

/** Of those that wait with the job, `waiting` in all. In the middle of a long queue: about. */
function countOlder(database: Database, job: Waiting, waiting: number): number {
  const newer = countBeside(database, job, '>')
  if (newer < mostCounted) return Math.max(0, waiting - 1 - newer)
  const older = countBeside(database, job, '<')
  if (older < mostCounted) return older
  return guessOlder(readAges(database, job), waiting, mostCounted)
}

const lanesOfJob = `job_lanes AS lane CROSS JOIN jobs INDEXED BY jobs_in_lane
  ON jobs.submitter = lane.submitter AND jobs.priority = lane.priority AND jobs.host = lane.host AND jobs.status = 'queued'
  WHERE lane.priority = ? AND lane.submitter = ?`

/** One search for each host. Those that are paused wait beside the queue. */
const countBeside = (database: Database, { id, priority, submitter }: Waiting, beside: '<' | '>'): number =>
  sql.get<{ jobs: number }>(
    database,
    `SELECT count(*) AS jobs FROM (SELECT 1 FROM ${lanesOfJob} AND jobs.id ${beside} ? AND jobs.paused = 0 LIMIT ${mostCounted})`,
    priority,
    submitter,
    id,
  )?.jobs ?? 0

function readAges(database: Database, { id, priority, submitter }: Waiting): Ages {
  const ofEach = (which: 'min' | 'max') =>
    `SELECT ${which}(jobs.id) FROM jobs INDEXED BY jobs_in_lane WHERE jobs.submitter = lane.submitter AND jobs.priority = lane.priority AND jobs.host = lane.host AND status = 'queued'`
  const ends = sql.get<{ first: string; last: string }>(
    database,
    `SELECT min((${ofEach('min')})) AS first, max((${ofEach('max')})) AS last FROM job_lanes AS lane WHERE priority = ? AND submitter = ?`,
    priority,
    submitter,
  )
  const cameAt = (of: string | undefined) => sql.get<{ at: number }>(database, 'SELECT created_at AS at FROM jobs WHERE id = ?', of ?? id)?.at ?? 0
  return { first: cameAt(ends?.first), own: cameAt(id), last: cameAt(ends?.last) }
}
