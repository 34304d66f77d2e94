import { gapWords } from '../gap-words.js'
import type { JobRecord } from '../job-record.js'
import type { Outcome } from '../job-store.js'
import { ran, type Observation } from '../job-tally.js'
import { change, closeLast, stoppedProgress, waitingProgress, type Change } from './change.js'

type OutcomeOf<Kind extends Outcome['kind']> = Extract<Outcome, { kind: Kind }>

/** A running job ends its attempt. A cancel that was asked for stands, unless the work had finished or failed for good already. */
export function settleJob(job: JobRecord, outcome: Outcome, now: Date): Change {
  const settled = settle(job, outcome, now)
  return { ...settled, observed: observe(settled.job, outcome, now) }
}

/** What the attempt ended in, and for a job that is done how long it took and whether the cache had it. */
function observe(job: JobRecord, outcome: Outcome, now: Date): Observation[] {
  const label = job.status === 'cancelled' ? 'cancelled' : outcome.kind
  const ended: Observation = { metric: 'outcome', label }
  if (outcome.kind !== 'completed') return [ended]
  return [ended, { metric: 'cache', label: outcome.fromCache ? 'hit' : 'miss' }, ...ran(job, now)]
}

/** A job that is complete needs its checkpoints no more; every other may be retried from them. */
export const needsCheckpoints = ({ status, gaps }: Pick<JobRecord, 'status' | 'gaps'>): boolean => status !== 'completed' || gaps.length > 0

function settle(job: JobRecord, outcome: Outcome, now: Date): Change {
  const ended = { ...job, stages: closeLast(job.stages, now), cancelRequested: false, workerId: undefined, notBefore: undefined }
  switch (outcome.kind) {
    case 'completed':
      return complete(ended, outcome, now)
    case 'failed':
      return fail(ended, outcome, now)
    case 'cancelled':
      return cancel(ended, now)
    case 'retry-later':
      return job.cancelRequested ? cancel(ended, now) : waitLater({ ...ended, failures: job.failures + 1 }, outcome, now)
    case 'parked':
      return job.cancelRequested ? cancel(ended, now) : waitLater(ended, outcome, now)
    case 'handed-back':
      return job.cancelRequested ? cancel(ended, now) : handBack(ended)
  }
}

function complete(job: JobRecord, { commitId, wikiKey, fromCache, gaps }: OutcomeOf<'completed'>, now: Date): Change {
  const message = gaps.length > 0 ? `Completed with ${gapWords(gaps)}` : fromCache ? 'Completed from the cache' : 'Completed'
  const progress = { ...stoppedProgress(job.progress, message), percent: 100, step: undefined, steps: undefined }
  const level = gaps.length === 0 ? 'info' : 'warning'
  return change(job, { status: 'completed', completedAt: now, progress, commitId, wikiKey, fromCache, gaps }, { level, message })
}

function fail(job: JobRecord, outcome: OutcomeOf<'failed'>, now: Date): Change {
  const lastFailure = { ...outcome.failure, attempt: job.attempt, at: now }
  const progress = stoppedProgress(job.progress, 'Failed')
  return change(job, { failures: job.failures + 1, lastFailure, status: 'failed', completedAt: now, progress }, { level: 'error', message: outcome.failure.message })
}

function cancel(job: JobRecord, now: Date): Change {
  const progress = stoppedProgress(job.progress, 'Cancelled')
  return change(job, { status: 'cancelled', completedAt: now, progress }, { level: 'info', message: 'Cancelled' })
}

function waitLater(job: JobRecord, outcome: OutcomeOf<'retry-later' | 'parked'>, now: Date): Change {
  const seconds = Math.max(1, Math.round(outcome.delayMs / 1000))
  const again = `Trying again in ${seconds} s`
  const lastFailure = { ...outcome.failure, attempt: job.attempt, at: now }
  const notBefore = new Date(now.getTime() + outcome.delayMs)
  const message = `${outcome.failure.message} ${again}.`
  return change(job, { lastFailure, status: 'queued', progress: waitingProgress(again), notBefore }, { level: 'warning', message })
}

function handBack(job: JobRecord): Change {
  const message = job.paused ? 'Paused' : 'Handed back to the queue; it will go on from its checkpoints'
  const progress = waitingProgress(job.paused ? 'Paused' : 'Waiting for a worker')
  return change(job, { status: 'queued', progress }, { level: 'info', message })
}
