import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { aliasOf } from '../../job-alias.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { NewJob, QueueLimits } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { addJob, refuseWhenFull } from '../../moves/add-job.js'
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

function insertRow({ database }: JobDatabase, job: JobRecord): void {
  const { url, host, owner, name, revision } = job.subject
  sql.run(
    database,
    `INSERT INTO jobs (id, url, host, owner, name, alias, revision, options, open_key, submitter, main_model, created_at, status, priority, progress, version,
       attempt, failures, crashes, stages, paused, cancel_requested, from_cache, gaps, figures)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '[]', 0, 0, 0, '[]', ?)`,
    job.id,
    url,
    host,
    owner,
    name,
    aliasOf(job.subject),
    JSON.stringify(revision),
    JSON.stringify(job.options),
    job.openKey,
    job.submitter,
    job.mainModel ?? null,
    job.createdAt.getTime(),
    job.status,
    job.priority,
    JSON.stringify(job.progress),
    job.version,
    JSON.stringify(job.figures),
  )
}
