import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { NewJob, QueueLimits } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { addJob, refuseWhenFull } from '../../moves/add-job.js'
import { moveColumns, moveValues, requestColumns, requestValues } from '../sql/job-row.js'
import { appendEvents, countQueued, countQueuedOf, findOpen, type JobDatabase } from './context.js'

export function insertJob(jobs: JobDatabase, job: NewJob, limits: QueueLimits): { job: JobStatus; created: boolean } {
  const { database, clock } = jobs
  return transaction(database, () => {
    const open = findOpen(database, job.openKey)
    if (open !== undefined) return { job: toJobStatus(open), created: false }
    refuseWhenFull(limits, countQueued(database), limits.queueSizePerSubmitter === undefined ? 0 : countQueuedOf(database, job.submitter))
    const added = addJob(job, clock.now())
    insertRow(jobs, added.job)
    appendEvents(jobs, added.job, added.events)
    return { job: toJobStatus(added.job), created: true }
  })
}

const columns = [...requestColumns, ...moveColumns]
const places = columns.map(() => '?').join(', ')

function insertRow({ database }: JobDatabase, job: JobRecord): void {
  sql.run(database, `INSERT INTO jobs (${columns.join(', ')}) VALUES (${places})`, ...requestValues(job), ...moveValues(job))
}
