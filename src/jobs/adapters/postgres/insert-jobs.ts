import type { PoolClient } from 'pg'
import type { Settled } from '../../../platform/batches.js'
import { query } from '../../../platform/postgres/query.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { NewJob, QueueLimits } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { addJob, refuseWhenFull } from '../../moves/add-job.js'
import type { Change } from '../../moves/change.js'
import { moveColumns, moveValues, requestColumns, requestValues, toRecord, type JobRow } from '../sql/job-row.js'
import { changing, jobColumns, lockEntry, now, toEventRows, wallNow, type JobDatabase } from './context.js'

export interface Submission {
  readonly job: NewJob
  readonly limits: QueueLimits
}

export interface Submitted {
  readonly job: JobStatus
  readonly created: boolean
}

/** Jobs, their first events and the hints to the workers: one transaction, one wait for the disk and for the queue's lock. */
export async function insertJobs(jobs: JobDatabase, submissions: readonly Submission[]): Promise<readonly Settled<Submitted>[]> {
  const { settled, added } = await changing(jobs, async (client, atLast) => {
    const standing = await readStanding(jobs, client, submissions)
    const changes: Change[] = []
    const decided = submissions.map((submission) => decide(submission, standing, changes))
    atLast(insertAll(jobs, client, changes))
    return { settled: decided, added: changes.length }
  })
  if (added > 0) jobs.added?.()
  return settled
}

/** How things stand as the batch goes through, one submission after the other. */
interface Standing {
  readonly now: Date
  readonly open: Map<string, JobRecord>
  readonly queuedOf: Map<string, number>
  queued: number
}

async function readStanding(jobs: JobDatabase, client: PoolClient, submissions: readonly Submission[]): Promise<Standing> {
  const keys = submissions.map(({ job }) => job.openKey)
  const limited = new Set(submissions.flatMap(({ job, limits }) => (limits.queueSizePerSubmitter === undefined ? [] : [job.submitter])))
  const [, queue, open, own] = await Promise.all([
    lockEntry(client),
    // Counted no further than matters.
    query.get<{ now: Date; queued: number }>(
      client,
      `SELECT ${now} AS now, (SELECT count(*)::int FROM (SELECT 1 FROM jobs WHERE status = 'queued' LIMIT $2) AS counted) AS queued`,
      wallNow(jobs),
      Math.max(...submissions.map(({ limits }) => limits.queueSize)),
    ),
    query.all<JobRow>(client, `SELECT ${jobColumns} FROM jobs WHERE open_key = ANY($1) AND status IN ('queued', 'processing')`, keys),
    limited.size === 0
      ? []
      : query.all<{ submitter: string; jobs: number }>(
          client,
          `SELECT submitter, count(*)::int AS jobs FROM jobs WHERE status = 'queued' AND submitter = ANY($1) GROUP BY submitter`,
          [...limited],
        ),
  ])
  return {
    now: queue?.now ?? new Date(),
    open: new Map(open.map((row) => [row.open_key, toRecord(row)])),
    queuedOf: new Map(own.map((row) => [row.submitter, row.jobs])),
    queued: queue?.queued ?? 0,
  }
}

function decide({ job, limits }: Submission, standing: Standing, added: Change[]): Settled<Submitted> {
  const open = standing.open.get(job.openKey)
  if (open !== undefined) return { answer: { job: toJobStatus(open), created: false } }
  const own = standing.queuedOf.get(job.submitter) ?? 0
  try {
    refuseWhenFull(limits, standing.queued, own)
  } catch (refused) {
    return { refused }
  }
  const change = addJob(job, standing.now)
  added.push(change)
  standing.open.set(job.openKey, change.job)
  standing.queuedOf.set(job.submitter, own + 1)
  standing.queued += 1
  return { answer: { job: toJobStatus(change.job), created: true } }
}

const columnsOf = [...requestColumns, ...moveColumns]

/** As an object by column, for `json_populate_recordset`. */
const toRow = (job: JobRecord): unknown =>
  Object.fromEntries([...requestValues(job), ...moveValues(job)].map((value, at) => [columnsOf[at], value]))

const inserting = `
  WITH added AS (INSERT INTO jobs (${jobColumns}) SELECT ${jobColumns} FROM json_populate_recordset(NULL::jobs, $1))
  INSERT INTO job_events SELECT * FROM json_populate_recordset(NULL::job_events, $2)`

/** All of the batch with one statement, and one hint for all of them. */
async function insertAll(jobs: JobDatabase, client: PoolClient, added: readonly Change[]): Promise<void> {
  if (added.length === 0) return
  const rows = [added.map(({ job }) => toRow(job)), added.flatMap(({ job, events }) => toEventRows(job, events, job.createdAt))].map((each) => JSON.stringify(each))
  const ids = added.map(({ job }) => job.id)
  await Promise.all([query.run(client, inserting, ...rows), jobs.hint?.(client, ids, undefined)])
}
