import { AppError } from '../platform/app-error.js'
import type { EventLevel } from './job-event.js'
import type { EarlyPublication } from './job-store.js'
import type { JobFigures, JobGap, ProcessingJob, Spending, Stage } from './job-status.js'

/** What the work hands back when it is done. */
export interface CompletedResult {
  readonly commitId: string
  readonly wikiKey: string
  readonly fromCache: boolean
  readonly gaps: readonly JobGap[]
  /** Becomes visible together with the completion. Opaque to jobs. */
  readonly publication: unknown
}

/** The work of one job. Jobs know nothing of what it does. */
export type RunJob = (job: ProcessingJob, run: JobRun) => Promise<CompletedResult>

/**
 * One attempt as its work sees it: stop signal down, reports up. Every write is fenced by the attempt.
 * @throws AppError `jobs/lease-lost` from any write once another worker may have the job; the work must stop.
 */
export interface JobRun {
  readonly attempt: number
  /** Fires on cancel, shutdown, pause and a lost lease; `reason` is an AppError of kind `cancelled`. */
  readonly signal: AbortSignal
  /** Opens a stage and closes the one before. */
  stage(stage: Stage, message: string): Promise<void>
  /** What the open stage has done, for its line in the list of stages and the log. */
  summary(text: string): Promise<void>
  /** Step n of m within the stage. Written at most a few times a second. */
  step(done: number, total: number, message: string): Promise<void>
  /** A passing message; written at most a few times a second, may be dropped. */
  tell(message: string): void
  /** A line of the job's log. */
  log(level: EventLevel, message: string): Promise<void>
  commit(commitId: string): Promise<void>
  /** How far the job's counts are. Written at once; call it at the end of a stage or with a step. */
  count(counted: Partial<Omit<JobFigures, 'spent'>>): Promise<void>
  /** A paid call of a language model, just made. */
  spend(spent: Spending): Promise<void>
  /** Makes something visible while the job goes on; see `JobStore.publish`. */
  publish(early: EarlyPublication): Promise<void>
  /** Whether this failure would end the job; else it is tried again, sooner or later. */
  endsWith(thrown: unknown): boolean
  readonly checkpoints: {
    get(step: string): Promise<string | undefined>
    put(step: string, value: string): Promise<void>
  }
}

export const leaseLost = (): AppError =>
  new AppError('jobs/lease-lost', 'cancelled', 'Another worker has taken this job over; this one must stop.')
