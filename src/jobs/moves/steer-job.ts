import { AppError } from '../../platform/app-error.js'
import type { JobRecord } from '../job-record.js'
import { change, stoppedProgress, waitingProgress, type Change } from './change.js'

/**
 * Queued → cancelled at once. Processing → the worker is asked to stop. Undefined: it was asked already.
 * @throws AppError `jobs/not-open`
 */
export function cancelJob(job: JobRecord, now: Date): Change | undefined {
  requireOpen(job, 'cancel')
  if (job.status === 'queued') {
    const progress = stoppedProgress(job.progress, 'Cancelled')
    return change(
      job,
      { status: 'cancelled', completedAt: now, progress, paused: false, notBefore: undefined },
      { level: 'info', message: 'Cancelled' },
    )
  }
  if (job.cancelRequested) return undefined
  const progress = stoppedProgress(job.progress, 'Cancelling')
  return change(job, { cancelRequested: true, progress }, { level: 'info', message: 'Cancel requested' })
}

/**
 * Failed, cancelled, or completed with gaps → queued: same job, next attempt, checkpoints kept, counters and clock start anew.
 * @throws AppError `jobs/not-retryable`
 */
export function retryJob(job: JobRecord): Change {
  if (!isRetryable(job)) {
    throw new AppError('jobs/not-retryable', 'conflict', `A job that is ${job.status} cannot be retried.`, {
      advice:
        job.status === 'completed'
          ? 'It is complete. Submit the repository again to document its newest commit.'
          : 'It is still open; wait for it, or cancel it first.',
    })
  }
  const anew = {
    startedAt: undefined,
    completedAt: undefined,
    failures: 0,
    crashes: 0,
    crashStage: undefined,
    crashAttempt: undefined,
    paused: false,
    cancelRequested: false,
    notBefore: undefined,
  }
  const progress = waitingProgress('Waiting for a worker')
  return change({ ...job, progress }, { ...anew, status: 'queued', stages: [] }, { level: 'info', message: 'Retry requested' })
}

/** The checkpoint that says what a retry is about. */
export const retryStep = 'retry'

/** What a retry needs to know beside the job. */
export interface RetryRequest {
  readonly queueSize: number
  /** See `JobStore.retry`. */
  readonly asked: string | undefined
}

/**
 * Undefined: it is so already.
 * @throws AppError `jobs/not-open`
 */
export function pauseJob(job: JobRecord, paused: boolean): Change | undefined {
  requireOpen(job, paused ? 'pause' : 'resume')
  if (job.paused === paused) return undefined
  if (job.status === 'processing') {
    return change(job, { paused }, { level: 'info', message: paused ? 'Pausing at the next checkpoint' : 'Resumed' })
  }
  const progress = waitingProgress(paused ? 'Paused' : 'Waiting for a worker')
  return change(job, { paused, progress }, { level: 'info', message: paused ? 'Paused' : 'Resumed' })
}

/**
 * Undefined: it has that priority already.
 * @throws AppError `jobs/not-open`
 */
export function prioritiseJob(job: JobRecord, priority: number): Change | undefined {
  requireOpen(job, 'reprioritise')
  if (job.priority === priority) return undefined
  return change(job, { priority }, { level: 'info', message: `Priority set to ${priority}` })
}

/** @throws AppError `jobs/still-open` */
export function requireClosed(job: Pick<JobRecord, 'status'>): void {
  if (job.status !== 'queued' && job.status !== 'processing') return
  throw new AppError('jobs/still-open', 'conflict', `A job that is ${job.status} cannot be removed.`, { advice: 'Cancel it first.' })
}

export const notFound = (): AppError =>
  new AppError('jobs/not-found', 'missing', 'There is no job with this id.', {
    advice: 'It may have been removed. List the jobs to see which there are.',
  })

export const alreadyOpen = (jobId: string): AppError =>
  new AppError('jobs/already-open', 'conflict', 'The same request is open already as another job.', {
    advice: `Follow job ${jobId}.`,
    details: { job_id: jobId },
  })

function isRetryable(job: JobRecord): boolean {
  return job.status === 'failed' || job.status === 'cancelled' || (job.status === 'completed' && job.gaps.length > 0)
}

function requireOpen(job: JobRecord, verb: string): void {
  if (job.status === 'queued' || job.status === 'processing') return
  throw new AppError('jobs/not-open', 'conflict', `Cannot ${verb} a job that is ${job.status}.`, {
    advice: 'Only queued and running jobs can be steered.',
    details: { status: job.status },
  })
}
