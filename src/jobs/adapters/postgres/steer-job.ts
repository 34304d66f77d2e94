import type { PoolClient } from 'pg'
import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import { toJobStatus } from '../../job-record.js'
import type { JobStatus } from '../../job-status.js'
import { refuseWhenFull } from '../../moves/add-job.js'
import type { Change } from '../../moves/change.js'
import * as moves from '../../moves/steer-job.js'
import { changing, countQueued, findOpen, lockEntry, lockTurns, requireJob, saveMove, type JobDatabase, type Read } from './context.js'
import { compactTallies } from './tallies.js'

export const cancelJob = (jobs: JobDatabase, id: string): Promise<JobStatus> => steer(jobs, id, ({ job, now }) => moves.cancelJob(job, now))

export const pauseJob = (jobs: JobDatabase, id: string, paused: boolean): Promise<JobStatus> =>
  steer(jobs, id, ({ job }) => moves.pauseJob(job, paused))

export const prioritiseJob = (jobs: JobDatabase, id: string, priority: number): Promise<JobStatus> =>
  steer(jobs, id, ({ job }) => moves.prioritiseJob(job, priority))

export function retryJob(jobs: JobDatabase, id: string, { queueSize, asked }: moves.RetryRequest): Promise<JobStatus> {
  return changing(jobs, async (client) => {
    await lockEntry(client)
    return steerWithin(jobs, client, id, async ({ job }) => {
      const retried = moves.retryJob(job)
      const open = await findOpen(jobs, client, job.openKey)
      if (open !== undefined) throw moves.alreadyOpen(open.id)
      refuseWhenFull({ queueSize }, await countQueued(client, queueSize), 0)
      await query.run(client, 'DELETE FROM job_checkpoints WHERE job_id = $1 AND step = $2', id, moves.retryStep)
      if (asked !== undefined)
        await query.run(client, 'INSERT INTO job_checkpoints (job_id, step, value) VALUES ($1, $2, $3)', id, moves.retryStep, asked)
      return retried
    })
  })
}

export function removeJob(jobs: JobDatabase, id: string): Promise<void> {
  return changing(jobs, async (client) => {
    moves.requireClosed((await requireJob(jobs, client, id)).job)
    await query.run(client, 'DELETE FROM jobs WHERE id = $1', id)
  })
}

/** With the memory of the turns of submitters and hosts that have nothing open. */
export function pruneJobs(jobs: JobDatabase, endedBefore: Date): Promise<number> {
  return withTransaction(jobs.pool, async (client) => {
    await lockTurns(client)
    for (const kind of ['submitter', 'host'] as const) {
      const isOpen = `SELECT 1 FROM jobs WHERE jobs.${kind} = job_turns.name AND status IN ('queued', 'processing')`
      await query.run(client, `DELETE FROM job_turns WHERE kind = $1 AND NOT EXISTS (${isOpen})`, kind)
    }
    await compactTallies(client)
    return query.run(
      client,
      `DELETE FROM jobs WHERE completed_at < $1 AND status IN ('completed', 'failed', 'cancelled')`,
      endedBefore.getTime(),
    )
  })
}

export async function pauseQueue({ pool, changed }: JobDatabase, paused: boolean): Promise<void> {
  await query.run(pool, 'UPDATE job_queue SET paused = $1', paused ? 1 : 0)
  changed()
}

type Move = (read: Read) => Change | undefined | Promise<Change | undefined>

const steer = (jobs: JobDatabase, id: string, move: Move): Promise<JobStatus> =>
  changing(jobs, (client) => steerWithin(jobs, client, id, move))

async function steerWithin(jobs: JobDatabase, client: PoolClient, id: string, move: Move): Promise<JobStatus> {
  const read = await requireJob(jobs, client, id)
  const moved = await move(read)
  return toJobStatus(moved === undefined ? read.job : await saveMove(jobs, client, moved, read))
}
