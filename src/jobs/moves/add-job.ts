import { AppError } from '../../platform/app-error.js'
import type { JobRecord } from '../job-record.js'
import type { NewJob } from '../job-store.js'
import { waitingProgress, type Change } from './change.js'

export function addJob(job: NewJob, now: Date): Change {
  const record: JobRecord = {
    ...job,
    createdAt: now,
    status: 'queued',
    attempt: 0,
    failures: 0,
    crashes: 0,
    crashStage: undefined,
    commitId: undefined,
    stages: [],
    progress: waitingProgress('Waiting for a worker'),
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

/** @throws AppError `jobs/queue-full` */
export function refuseWhenFull(queued: number, queueSize: number): void {
  if (queued < queueSize) return
  throw new AppError('jobs/queue-full', 'limit', `The queue is full: ${queued} jobs are waiting.`, {
    advice: 'Try again in a minute.',
    details: { queued, limit: queueSize },
    retryAfterSeconds: 60,
  })
}
