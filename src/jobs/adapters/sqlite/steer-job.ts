import { AppError } from '../../../platform/app-error.js'
import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { JobStatus } from '../../job-status.js'
import { appendEvent, requireJob, requireRow, waitingProgress, type JobDatabase } from './context.js'
import { refuseWhenFull } from './insert-job.js'
import { readProgress, type JobRow } from './job-row.js'

export function cancelJob({ database, clock }: JobDatabase, id: string): JobStatus {
  return transaction(database, () => {
    const row = requireOpen(requireRow(database, id), 'cancel')
    const now = clock.now().getTime()
    const stage = readProgress(row.progress).stage
    if (row.status === 'queued') {
      const progress = { ...readProgress(row.progress), message: 'Cancelled' }
      sql.run(database, `UPDATE jobs SET status = 'cancelled', completed_at = ?, progress = ?, version = version + 1 WHERE id = ?`, now, JSON.stringify(progress), id)
      appendEvent(database, { jobId: id, at: now, level: 'info', stage, message: 'Cancelled', status: 'cancelled', progress })
    } else if (row.cancel_requested === 0) {
      const progress = { ...readProgress(row.progress), message: 'Cancelling', eta: undefined }
      sql.run(database, `UPDATE jobs SET cancel_requested = 1, progress = ?, version = version + 1 WHERE id = ?`, JSON.stringify(progress), id)
      appendEvent(database, { jobId: id, at: now, level: 'info', stage, message: 'Cancel requested', status: 'processing', progress })
    }
    return requireJob(database, id)
  })
}

/** Failed, cancelled, or completed with gaps → queued again: same job, next attempt, checkpoints kept. */
export function retryJob({ database, clock }: JobDatabase, id: string, queueSize: number): JobStatus {
  return transaction(database, () => {
    const row = requireRow(database, id)
    const retryable = row.status === 'failed' || row.status === 'cancelled' || (row.status === 'completed' && row.gaps !== '[]')
    if (!retryable) {
      throw new AppError('jobs/not-retryable', 'conflict', `A job that is ${row.status} cannot be retried.`, {
        advice: row.status === 'completed' ? 'It is complete. Submit the repository again to document its newest commit.' : 'It is still open; wait for it, or cancel it first.',
      })
    }
    const other = sql.get<{ id: string }>(database, `SELECT id FROM jobs WHERE open_key = ? AND status IN ('queued', 'processing')`, row.open_key)
    if (other !== undefined) {
      throw new AppError('jobs/already-open', 'conflict', 'The same request is open already as another job.', { advice: `Follow job ${other.id}.`, details: { job_id: other.id } })
    }
    refuseWhenFull(database, queueSize)
    const now = clock.now().getTime()
    const progress = waitingProgress('Waiting for a worker')
    sql.run(
      database,
      `UPDATE jobs SET status = 'queued', run_at = ?, completed_at = NULL, failures = 0, crashes = 0, paused = 0, cancel_requested = 0, progress = ?,
         version = version + 1 WHERE id = ?`,
      now, JSON.stringify(progress), id,
    )
    appendEvent(database, { jobId: id, at: now, level: 'info', stage: undefined, message: 'Retry requested', status: 'queued', progress })
    return requireJob(database, id)
  })
}

export function pauseJob({ database, clock }: JobDatabase, id: string, paused: boolean): JobStatus {
  return transaction(database, () => {
    const row = requireOpen(requireRow(database, id), paused ? 'pause' : 'resume')
    if ((row.paused === 1) === paused) return requireJob(database, id)
    const message = paused ? (row.status === 'queued' ? 'Paused' : 'Pausing at the next checkpoint') : 'Resumed'
    const progress = row.status === 'queued' ? waitingProgress(paused ? 'Paused' : 'Waiting for a worker') : readProgress(row.progress)
    sql.run(database, `UPDATE jobs SET paused = ?, progress = ?, version = version + 1 WHERE id = ?`, paused ? 1 : 0, JSON.stringify(progress), id)
    appendEvent(database, { jobId: id, at: clock.now().getTime(), level: 'info', stage: progress.stage, message, status: row.status, progress })
    return requireJob(database, id)
  })
}

export function prioritiseJob({ database, clock }: JobDatabase, id: string, priority: number): JobStatus {
  return transaction(database, () => {
    const row = requireOpen(requireRow(database, id), 'reprioritise')
    sql.run(database, `UPDATE jobs SET priority = ?, version = version + 1 WHERE id = ?`, priority, id)
    const progress = readProgress(row.progress)
    appendEvent(database, { jobId: id, at: clock.now().getTime(), level: 'info', stage: progress.stage, message: `Priority set to ${priority}`, status: row.status, progress })
    return requireJob(database, id)
  })
}

function requireOpen(row: JobRow, verb: string): JobRow {
  if (row.status === 'queued' || row.status === 'processing') return row
  throw new AppError('jobs/not-open', 'conflict', `Cannot ${verb} a job that is ${row.status}.`, { advice: 'Only queued and running jobs can be steered.', details: { status: row.status } })
}
