import { AppError } from '../../../platform/app-error.js'
import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { aliasOf } from '../../job-alias.js'
import type { NewJob } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { appendEvent, requireJob, waitingProgress, type JobDatabase } from './context.js'
import { toJobStatus, type JobRow } from './job-row.js'

export function insertJob({ database, clock }: JobDatabase, job: NewJob, queueSize: number): { job: JobStatus; created: boolean } {
  return transaction(database, () => {
    const open = sql.get<JobRow>(database, `SELECT * FROM jobs WHERE open_key = ? AND status IN ('queued', 'processing')`, job.openKey)
    if (open !== undefined) return { job: toJobStatus(open), created: false }
    refuseWhenFull(database, queueSize)
    const now = clock.now().getTime()
    const progress = waitingProgress('Waiting for a worker')
    const { url, host, owner, name, revision } = job.subject
    sql.run(
      database,
      `INSERT INTO jobs (id, url, host, owner, name, alias, revision, options, open_key, submitter, priority, created_at, status, attempt, failures,
         crashes, main_model, stages, progress, version, run_at, paused, cancel_requested, gaps)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, 0, ?, '[]', ?, 1, ?, 0, 0, '[]')`,
      job.id, url, host, owner, name, aliasOf(job.subject), JSON.stringify(revision), JSON.stringify(job.options), job.openKey, job.submitter,
      job.priority, now, job.mainModel ?? null, JSON.stringify(progress), now,
    )
    appendEvent(database, { jobId: job.id, at: now, level: 'info', stage: undefined, message: 'Added to the queue', status: 'queued', progress })
    return { job: requireJob(database, job.id), created: true }
  })
}

/** @throws AppError `jobs/queue-full` */
export function refuseWhenFull(database: Database, queueSize: number): void {
  const queued = sql.get<{ jobs: number }>(database, `SELECT jobs FROM job_counts WHERE status = 'queued'`)?.jobs ?? 0
  if (queued < queueSize) return
  throw new AppError('jobs/queue-full', 'limit', `The queue is full: ${queued} jobs are waiting.`, {
    advice: 'Try again in a minute.',
    details: { queued, limit: queueSize },
    retryAfterSeconds: 60,
  })
}
