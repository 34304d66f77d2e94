import type { JobProgress, JobState, Stage } from './job-status.js'

export type EventLevel = 'info' | 'warning' | 'error'

export interface NewJobEvent {
  readonly level: EventLevel
  readonly stage: Stage | undefined
  /** One line for people. Repository text in it is untrusted. */
  readonly message: string
}

/** One line of a job's persisted log. Sequence numbers start at 1 and have no gaps within a job. */
export interface JobEvent extends NewJobEvent {
  readonly sequence: number
  readonly at: Date
  /** The job as it was right after. */
  readonly status: JobState
  readonly progress: JobProgress
}
