import type { NewJobEvent } from '../job-event.js'
import type { JobRecord } from '../job-record.js'
import type { JobProgress, StageRecord } from '../job-status.js'
import type { Observation } from '../job-tally.js'

/** One legal move of a job: the record as it becomes, the lines of its log, and what it counts for. A store saves all in one transaction. */
export interface Change {
  readonly job: JobRecord
  readonly events: readonly NewJobEvent[]
  readonly observed?: readonly Observation[]
}

type Told = Pick<NewJobEvent, 'level' | 'message'>

/** Every change raises the version, which is the entity tag that readers compare. */
export function change(before: JobRecord, changed: Partial<JobRecord>, ...told: readonly Told[]): Change {
  const job = { ...before, ...changed, version: before.version + 1 }
  return { job, events: told.map((line) => ({ ...line, stage: before.progress.stage })) }
}

export const waitingProgress = (message: string): JobProgress => ({
  stage: undefined,
  message,
  percent: 0,
  step: undefined,
  steps: undefined,
  eta: undefined,
})

/** Progress of a job that stopped where it was. */
export const stoppedProgress = (progress: JobProgress, message: string): JobProgress => ({ ...progress, message, eta: undefined })

/** Ends the stage that is open, if one is. */
export function closeLast(records: readonly StageRecord[], now: Date): readonly StageRecord[] {
  return records.map((record, at) =>
    at === records.length - 1 && record.finishedAt === undefined ? { ...record, finishedAt: now } : record,
  )
}
