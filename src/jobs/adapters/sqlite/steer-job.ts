import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { JobStatus } from '../../job-status.js'
import { refuseWhenFull } from '../../moves/add-job.js'
import type { Change } from '../../moves/change.js'
import * as moves from '../../moves/steer-job.js'
import { countQueued, findOpen, requireRecord, saveMove, type JobDatabase } from './context.js'

export const cancelJob = (jobs: JobDatabase, id: string): JobStatus => steer(jobs, id, (job) => moves.cancelJob(job, jobs.clock.now()))

export const pauseJob = (jobs: JobDatabase, id: string, paused: boolean): JobStatus => steer(jobs, id, (job) => moves.pauseJob(job, paused))

export const prioritiseJob = (jobs: JobDatabase, id: string, priority: number): JobStatus =>
  steer(jobs, id, (job) => moves.prioritiseJob(job, priority))

export function retryJob(jobs: JobDatabase, id: string, { queueSize, asked }: moves.RetryRequest): JobStatus {
  return steer(jobs, id, (job) => {
    const retried = moves.retryJob(job)
    const open = findOpen(jobs.database, job.openKey)
    if (open !== undefined) throw moves.alreadyOpen(open.id)
    refuseWhenFull({ queueSize }, countQueued(jobs.database), 0)
    sql.run(jobs.database, 'DELETE FROM job_checkpoints WHERE job_id = ? AND step = ?', id, moves.retryStep)
    if (asked !== undefined) sql.run(jobs.database, 'INSERT INTO job_checkpoints (job_id, step, value) VALUES (?, ?, ?)', id, moves.retryStep, asked)
    return retried
  })
}

export function removeJob({ database }: JobDatabase, id: string): void {
  transaction(database, () => {
    moves.requireClosed(requireRecord(database, id))
    sql.run(database, 'DELETE FROM jobs WHERE id = ?', id)
  })
}

/** With the memory of the turns of submitters and hosts that have nothing open. */
export function pruneJobs({ database }: JobDatabase, endedBefore: Date): number {
  for (const kind of ['submitter', 'host']) {
    const isOpen = `SELECT 1 FROM jobs WHERE jobs.${kind} = job_turns.name AND status IN ('queued', 'processing')`
    sql.run(database, `DELETE FROM job_turns WHERE kind = ? AND NOT EXISTS (${isOpen})`, kind)
  }
  return sql.run(
    database,
    `DELETE FROM jobs INDEXED BY jobs_ended WHERE completed_at < ? AND status IN ('completed', 'failed', 'cancelled')`,
    endedBefore.getTime(),
  )
}

export function pauseQueue({ database }: JobDatabase, paused: boolean): void {
  sql.run(database, 'UPDATE job_queue SET paused = ?', paused ? 1 : 0)
}

export const isQueuePaused = (database: Database): boolean => sql.get<{ paused: number }>(database, 'SELECT paused FROM job_queue')?.paused === 1

function steer(jobs: JobDatabase, id: string, move: (job: JobRecord) => Change | undefined): JobStatus {
  return transaction(jobs.database, () => {
    const record = requireRecord(jobs.database, id)
    const moved = move(record)
    return toJobStatus(moved === undefined ? record : saveMove(jobs, record, moved))
  })
}
