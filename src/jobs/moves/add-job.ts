import { uuidv7 } from 'uuidv7'
import { AppError } from '../../platform/app-error.js'
import type { JobRecord } from '../job-record.js'
import { noFigures } from '../job-status.js'
import type { NewJob, QueueLimits } from '../job-store.js'
import { waitingProgress, type Change } from './change.js'

export function addJob(job: NewJob, now: Date): Change {
  // Named one by one: a record that begins with a spread costs twenty times as much, and each job is one.
  const record: JobRecord = {
    id: job.id ?? uuidv7(),
    subject: job.subject,
    options: job.options,
    openKey: job.openKey,
    submitter: job.submitter,
    mainModel: job.mainModel,
    priority: job.priority,
    createdAt: now,
    status: 'queued',
    attempt: 0,
    failures: 0,
    crashes: 0,
    crashStage: undefined,
    crashAttempt: undefined,
    commitId: undefined,
    stages: [],
    progress: waitingProgress('Waiting for a worker'),
    figures: noFigures,
    lastFailure: undefined,
    version: 1,
    notBefore: undefined,
    paused: false,
    cancelRequested: false,
    startedAt: undefined,
    completedAt: undefined,
    workerId: undefined,
    wikiKey: undefined,
    fromCache: false,
    gaps: [],
  }
  return { job: record, events: [{ level: 'info', stage: undefined, message: 'Added to the queue' }] }
}

/**
 * `ofSubmitter` counts the submitter's own jobs that are queued.
 * @throws AppError `jobs/queue-full`, `jobs/submitter-queue-full`
 */
export function refuseWhenFull({ queueSize, queueSizePerSubmitter }: QueueLimits, queued: number, ofSubmitter: number): void {
  if (queueSizePerSubmitter !== undefined && ofSubmitter >= queueSizePerSubmitter) {
    throw new AppError('jobs/submitter-queue-full', 'limit', `You have ${ofSubmitter} jobs waiting, as many as one may have.`, {
      advice: 'Wait until some have run, or cancel one.',
      details: { queued: ofSubmitter, limit: queueSizePerSubmitter },
      retryAfterSeconds: 60,
    })
  }
  if (queued < queueSize) return
  throw new AppError('jobs/queue-full', 'limit', `The queue is full: ${queued} jobs are waiting.`, {
    advice: 'Try again in a minute.',
    details: { queued, limit: queueSize },
    retryAfterSeconds: 60,
  })
}
