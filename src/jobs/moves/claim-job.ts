import { toJobStatus, type JobRecord } from '../job-record.js'
import type { Claim, ClaimRequest } from '../job-store.js'
import { noFigures, stages, type JobFigures } from '../job-status.js'
import { waited, type Observation } from '../job-tally.js'
import { change, closeLast, stoppedProgress, waitingProgress, type Change } from './change.js'

export interface Taking extends Pick<ClaimRequest, 'workerId' | 'maxCrashes'> {
  /** The store itself was away when the lease ran out, so nobody could renew it: no sign that the worker died. */
  readonly storeWasAway?: boolean
}

/** The job begins its next attempt. One that is still `processing` is taken over from a worker whose lease ran out. */
export function takeJob(job: JobRecord, taking: Taking, now: Date): Change {
  const attempt = job.attempt + 1
  const takenOver = job.status === 'processing'
  const message = takenOver ? `Attempt ${attempt}: taken over from a worker that went away` : `Attempt ${attempt} started`
  const observed: readonly Observation[] = takenOver ? [leaseLost] : waited(job, now)
  const taken = change(
    { ...job, progress: waitingProgress(takenOver ? 'Taken over from a worker that went away' : 'Starting') },
    {
      status: 'processing',
      attempt,
      ...(takenOver ? countCrash(job, taking) : {}),
      startedAt: job.startedAt ?? now,
      stages: [],
      figures: keptFigures(job.figures),
      notBefore: undefined,
      workerId: taking.workerId,
    },
    { level: takenOver ? 'warning' : 'info', message },
  )
  return { ...taken, observed }
}

const keptFigures = ({ spent, estimate }: JobFigures): JobFigures => ({ ...noFigures, spent, ...(estimate === undefined ? {} : { estimate }) })

/** What the worker gets of a job that was taken for it. */
export function toClaim(taken: JobRecord, workerId: string): Claim {
  const job = toJobStatus(taken)
  if (job.status !== 'processing') throw new Error(`claimed job ${job.id} is ${job.status}`)
  return { job, lease: { jobId: taken.id, attempt: taken.attempt, workerId }, crashes: taken.crashes }
}

const leaseLost: Observation = { metric: 'lease-lost', label: '' }

/**
 * What becomes of a job whose worker went away, when nobody shall go on with it: its cancel was asked for, it has taken too many
 * workers with it, or it is paused. Undefined: hand it on. The attempt number rises, so the late worker's writes are refused.
 */
export function giveUpJob(job: JobRecord, taking: Taking, now: Date): Change | undefined {
  const given = giveUp(job, taking, now)
  if (given === undefined) return undefined
  const outcome: readonly Observation[] = given.job.status === 'queued' ? [] : [{ metric: 'outcome', label: given.job.status }]
  return { ...given, observed: [leaseLost, ...outcome] }
}

function giveUp(job: JobRecord, taking: Taking, now: Date): Change | undefined {
  const counted = countCrash(job, taking)
  const ended = { ...counted, attempt: job.attempt + 1, stages: closeLast(job.stages, now), workerId: undefined, cancelRequested: false }
  if (job.cancelRequested) {
    const progress = stoppedProgress(job.progress, 'Cancelled')
    return change(
      job,
      { ...ended, status: 'cancelled', completedAt: now, progress },
      { level: 'info', message: 'Cancelled; its worker was gone already' },
    )
  }
  if (ended.crashes >= taking.maxCrashes) {
    const lastFailure = { ...crashedRepeatedly(ended.crashes), attempt: job.attempt, at: now }
    const progress = stoppedProgress(job.progress, 'Failed')
    return change(
      job,
      { ...ended, status: 'failed', completedAt: now, progress, lastFailure },
      { level: 'error', message: lastFailure.message },
    )
  }
  if (!job.paused) return undefined
  return change(
    job,
    { ...ended, status: 'queued', progress: waitingProgress('Paused') },
    { level: 'warning', message: 'Paused; its worker was gone already' },
  )
}

/**
 * A job that kills its workers does so at the same point; one whose worker or machine is killed for other reasons gets further now
 * and then. So a crash in a later stage than any before counts as the first.
 */
function countCrash(job: JobRecord, { storeWasAway = false }: Taking): Pick<JobRecord, 'crashes' | 'crashStage' | 'crashAttempt'> {
  const { crashes, crashStage, attempt: crashAttempt } = job
  if (storeWasAway) return { crashes, crashStage, crashAttempt: undefined }
  const stage = job.stages.at(-1)?.stage
  const further = stage !== undefined && (crashStage === undefined || stages.indexOf(stage) > stages.indexOf(crashStage))
  return further ? { crashes: 1, crashStage: stage, crashAttempt } : { crashes: crashes + 1, crashStage, crashAttempt }
}

/**
 * The worker of an attempt that was counted as a crash speaks up: it lives, only its lease had run out (it was stopped for a while, or
 * could not reach the store). Undefined: nothing was counted for it, or something else since.
 */
export function acquitJob(job: JobRecord, attempt: number): Change | undefined {
  if (job.crashAttempt !== attempt) return undefined
  return { job: { ...job, crashes: Math.max(0, job.crashes - 1), crashAttempt: undefined }, events: [] }
}

const crashedRepeatedly = (crashes: number) => ({
  code: 'jobs/crashed-repeatedly',
  message: `Its worker process ended ${crashes} times while it ran.`,
  advice: 'Something in this repository seems to break the analysis. Exclude large or unusual folders, or report it.',
})
