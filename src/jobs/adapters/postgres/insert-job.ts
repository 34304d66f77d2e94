import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import { toJobStatus } from '../../job-record.js'
import type { NewJob, QueueLimits } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { addJob, refuseWhenFull } from '../../moves/add-job.js'
import { moveValues, requestValues } from '../sql/job-row.js'
import { countQueued, findOpen, jobColumns, jobPlaces, lockQueue, now, tellChange, wallNow, type JobDatabase } from './context.js'

/** The job, its first event and the hint to the workers: one transaction. */
export function insertJob(jobs: JobDatabase, job: NewJob, limits: QueueLimits): Promise<{ job: JobStatus; created: boolean }> {
  return withTransaction(jobs.pool, async (client) => {
    await lockQueue(client)
    const open = await findOpen(jobs, client, job.openKey)
    if (open !== undefined) return { job: toJobStatus(open), created: false }
    const standing = await query.get<{ now: Date; own: number }>(
      client,
      `SELECT ${now} AS now, (SELECT count(*)::int FROM jobs WHERE status = 'queued' AND submitter = $2) AS own`,
      wallNow(jobs),
      job.submitter,
    )
    refuseWhenFull(limits, await countQueued(client, limits.queueSize), standing?.own ?? 0)
    const added = addJob(job, standing?.now ?? new Date())
    await query.run(
      client,
      `INSERT INTO jobs (${jobColumns}) VALUES (${jobPlaces})`,
      ...requestValues(added.job),
      ...moveValues(added.job),
    )
    await tellChange(jobs, client, added, added.job.createdAt)
    await jobs.hint?.(client, job.id, undefined)
    return { job: toJobStatus(added.job), created: true }
  })
}
