import { sql } from '../../../platform/sqlite/prepared.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { NewJob, QueueLimits } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { addJob, refuseWhenFull } from '../../moves/add-job.js'
import { moveColumns, moveValues, requestColumns, requestValues } from '../sql/job-row.js'
import { appendEvents, countQueued, countQueuedOf, findOpen, type JobDatabase } from './context.js'

export interface Inserted {
  readonly job: JobStatus
  readonly created: boolean
}

/**
 * Undefined: nothing speaks against adding it, as long as the transaction lasts.
 * @throws AppError `jobs/queue-full`, `jobs/submitter-queue-full`
 */
export function findOpenOrRefuse({ database }: JobDatabase, job: NewJob, limits: QueueLimits): Inserted | undefined {
  const open = findOpen(database, job.openKey)
  if (open !== undefined) return { job: toJobStatus(open), created: false }
  refuseWhenFull(limits, countQueued(database), limits.queueSizePerSubmitter === undefined ? 0 : countQueuedOf(database, job.submitter))
  return undefined
}

/** In the transaction in which `findOpenOrRefuse` was asked. */
export function insertJob(jobs: JobDatabase, job: NewJob): Inserted {
  const added = addJob(job, jobs.clock.now())
  insertRow(jobs, added.job)
  appendEvents(jobs, added.job, added.events)
  return { job: toJobStatus(added.job), created: true }
}

const columns = [...requestColumns, ...moveColumns]
const places = columns.map(() => '?').join(', ')

function insertRow({ database }: JobDatabase, job: JobRecord): void {
  sql.run(database, `INSERT INTO jobs (${columns.join(', ')}) VALUES (${places})`, ...requestValues(job), ...moveValues(job))
}
