import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import { settleJob } from '../../moves/settle-job.js'
import type { StoredJob } from '../../stored-job.js'
import { moveValues, requestValues } from '../sql/job-row.js'
import { jobColumns, jobPlaces, saveMove, type JobDatabase } from './context.js'

/**
 * Takes a job over from another store, with its log and checkpoints; one that was running there waits here to go on. False: a job with
 * this id, or an open one for the same request, is here already.
 */
export function importJob(jobs: JobDatabase, { job, events, checkpoints }: StoredJob, now: Date): Promise<boolean> {
  return withTransaction(jobs.pool, async (client) => {
    const inserted = await query.run(
      client,
      `INSERT INTO jobs (${jobColumns}) VALUES (${jobPlaces}) ON CONFLICT DO NOTHING`,
      ...requestValues(job),
      ...moveValues(job),
    )
    if (inserted === 0) return false
    for (const { sequence, at, level, stage, message, status, progress } of events) {
      await query.run(
        client,
        'INSERT INTO job_events VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        ...[job.id, sequence, at.getTime(), level, stage ?? null, message, status, JSON.stringify(progress)],
      )
    }
    for (const [step, value] of checkpoints) await query.run(client, 'INSERT INTO job_checkpoints VALUES ($1, $2, $3)', job.id, step, value)
    if (job.status === 'processing') await saveMove(jobs, client, settleJob(job, { kind: 'handed-back' }, now), { now })
    else if (job.status === 'queued' && !job.paused) await jobs.hint?.(client, [job.id], job.notBefore)
    return true
  })
}
