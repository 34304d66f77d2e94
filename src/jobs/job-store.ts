import type { RunningLimits } from './fair-turn.js'
import type { JobEvent, NewJobEvent } from './job-event.js'
import type {
  JobFailure,
  JobFigures,
  JobGap,
  JobOptions,
  JobProgress,
  JobState,
  JobStatus,
  JobSubject,
  ProcessingJob,
  Spending,
  Stage,
} from './job-status.js'
import type { Tally } from './job-tally.js'


export interface NewJob {
  /** A UUIDv7; a new one unless given. */
  readonly id?: string | undefined
  readonly subject: JobSubject
  readonly options: JobOptions
  readonly openKey: string
  readonly submitter: string
  readonly priority: number
  readonly mainModel: string | undefined
}

/** The time-limited right to run a job. `attempt` fences every write. */
export interface Lease {
  readonly jobId: string
  readonly attempt: number
  /** Who holds it; for people reading logs. */
  readonly workerId: string
}

/** How many jobs may wait. One more is refused at once. */
export interface QueueLimits {
  readonly queueSize: number
  /** Undefined = as many as the queue holds. */
  readonly queueSizePerSubmitter?: number | undefined
}

export interface ClaimRequest extends RunningLimits {
  readonly workerId: string
  readonly leaseMs: number
  /**
   * Attempts that may die without an outcome (process killed) before the job fails as `jobs/crashed-repeatedly`. Counted since the
   * job was submitted or retried, last put a new checkpoint, or crashed in a later stage than before: a job that gets on is not the
   * one that kills its workers.
   */
  readonly maxCrashes: number
}

export interface Claim {
  readonly job: ProcessingJob
  readonly lease: Lease
  /** Attempts in a row that died with their process, as `maxCrashes` counts them. */
  readonly crashes: number
}

/** `lost`: another worker may have the job. The others hold the lease; with a request the attempt should stop. */
export type LeaseAnswer = 'held' | 'cancel-requested' | 'pause-requested' | 'lost'

export interface JobReport {
  readonly progress: JobProgress
  readonly commitId?: string
  /** Opens this stage and closes the one before. */
  readonly stage?: Stage
  /** What the stage that is open has done so far. */
  readonly stageSummary?: string
  /** How far the counts are now. */
  readonly counted?: Partial<Omit<JobFigures, 'spent'>>
  /** Spent since the last report. */
  readonly spent?: Spending
  readonly events: readonly NewJobEvent[]
}

/** What becomes visible while an attempt goes on. */
export interface EarlyPublication {
  /** Opaque to jobs. Undefined: it is there already. */
  readonly publication: unknown
  /** The wiki that can be read from now on; undefined: none, or the same as before. */
  readonly wikiKey?: string
}

/** What an attempt ended in. Decided by `decideOutcome`, written by `settle`. */
export type Outcome =
  | {
      readonly kind: 'completed'
      readonly commitId: string
      readonly wikiKey: string
      readonly fromCache: boolean
      readonly gaps: readonly JobGap[]
      /** A wiki that was staged and becomes visible in the same transaction. Undefined on a cache hit. Opaque to jobs. */
      readonly publication: unknown
    }
  | { readonly kind: 'retry-later'; readonly failure: Omit<JobFailure, 'attempt' | 'at'>; readonly delayMs: number }
  /** Back to the queue until something that every job needs is there again; no failure of the job. */
  | { readonly kind: 'parked'; readonly failure: Omit<JobFailure, 'attempt' | 'at'>; readonly delayMs: number }
  | { readonly kind: 'failed'; readonly failure: Omit<JobFailure, 'attempt' | 'at'> }
  | { readonly kind: 'cancelled' }
  /** At shutdown or pause: back to the queue, at once claimable, no attempt counted against it. */
  | { readonly kind: 'handed-back' }

export interface JobQuery {
  readonly status?: JobState | undefined
  /** Canonical URL, or `owner/name`, or a part of one; case does not matter. */
  readonly repo?: string | undefined
  /** Opaque, from the former page. */
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface JobPage {
  readonly jobs: readonly JobStatus[]
  readonly nextCursor: string | undefined
}

export interface QueueFigures {
  readonly queued: number
  readonly processing: number
  readonly completed: number
  readonly failed: number
  readonly cancelled: number
  /** The whole queue is paused: no job begins. */
  readonly paused: boolean
}

/**
 * Holds the truth about jobs; may never lose a fact. Every promise of `src/jobs` about state is kept here.
 *
 * The states:
 *   insert → queued ── claim ──► processing ── settle ──► completed | failed | cancelled | queued again
 *   A lease that ran out makes a processing job claimable again; the late worker's writes are refused (`false`).
 *   cancel: queued → cancelled at once; processing → `cancelRequested`, the worker settles.
 *   retry: failed | cancelled | completed with gaps → queued, same id, checkpoints kept.
 * A write that returns `false` or `undefined` changed nothing.
 */
export interface JobStore {
  /**
   * Durable when it resolves; workers are woken by then, or by the very transaction. The same open key among open jobs returns that job with `created: false`.
   * @throws AppError `jobs/queue-full`, `jobs/submitter-queue-full` (kind `limit`, details `queued` and `limit`) when as many jobs are
   * queued already.
   */
  insert(job: NewJob, limits: QueueLimits): Promise<{ job: JobStatus; created: boolean }>
  find(id: string): Promise<JobStatus | undefined>
  /** Newest job per repository for an `owner--repo` alias; more than one when the alias fits several repositories. */
  findByAlias(alias: string): Promise<readonly JobStatus[]>
  list(query: JobQuery): Promise<JobPage>
  figures(): Promise<QueueFigures>
  /** 1 = next; undefined when not queued or paused. An estimate: see `placeInQueue`. More so amid a long queue, where what is ahead may be guessed from when jobs came. */
  queuePosition(id: string): Promise<number | undefined>

  /**
   * Takes the job that is next: one whose lease ran out, else one that is due and not paused, by `nextTurn`: priority, fair share per
   * submitter and host, age, within the request's limits. Undefined when idle or when the queue is paused. A job whose lease ran out ends instead when its cancel was asked for or it crashed `maxCrashes` times.
   */
  claim(request: ClaimRequest): Promise<Claim | undefined>
  /**
   * Extends the lease, also one that ran out, as long as nobody has taken the job. Tells whether the attempt should stop; `lost`
   * means that it may write nothing any more.
   */
  renew(lease: Lease, leaseMs: number): Promise<LeaseAnswer>
  /** Progress and events, fenced. Answers as `renew` does: when `lost`, nothing was written. */
  report(lease: Lease, report: JobReport): Promise<LeaseAnswer>
  /**
   * Makes something visible before the attempt ends, fenced, in one transaction, and raises the job's version so that who watches looks.
   * False: the lease is lost. Throws what recording the publication throws; then nothing has changed.
   */
  publish(lease: Lease, early: EarlyPublication): Promise<boolean>
  /**
   * Ends the attempt, fenced, with its publication in one transaction. False: the lease is lost; then the worker is known to live, and a
   * crash that was counted for this attempt is taken back. `retry-later`, `parked` and
   * `handed-back` become `cancelled` when a cancel was asked for in the meantime. Throws what recording the publication throws; then the attempt
   * has not ended.
   */
  settle(lease: Lease, outcome: Outcome): Promise<boolean>

  /** Asking twice is the same as once. @throws AppError `jobs/not-found`, `jobs/not-open` */
  cancel(id: string): Promise<JobStatus>
  /**
   * `asked`: what this retry is about, opaque to jobs; the work finds it as the checkpoint `retry`, until the next retry.
   * @throws AppError `jobs/not-found`, `jobs/not-retryable`, `jobs/queue-full`, `jobs/already-open` (another job has its open key)
   */
  retry(id: string, queueSize: number, asked?: string): Promise<JobStatus>
  /** @throws AppError `jobs/not-found`, `jobs/not-open` */
  setPaused(id: string, paused: boolean): Promise<JobStatus>
  /** @throws AppError `jobs/not-found`, `jobs/not-open` */
  setPriority(id: string, priority: number): Promise<JobStatus>
  /** Pauses or resumes the whole queue, for every worker: what runs goes on, also after its worker died; nothing else begins. Durable. */
  setQueuePaused(paused: boolean): Promise<void>
  /** Removes a closed job with its events and checkpoints. @throws AppError `jobs/not-found`, `jobs/still-open` */
  remove(id: string): Promise<void>
  /** Removes closed jobs that ended before the moment; returns how many. */
  prune(endedBefore: Date): Promise<number>

  /** Events with a sequence number above `after`, ascending. */
  events(id: string, after: number, limit: number): Promise<readonly JobEvent[]>
  /** What was counted since the store began, in no order. */
  tallies(): Promise<readonly Tally[]>
  /** Past run times, newest first: of the repository with this URL; undefined: of any. Milliseconds per stage. */
  pastRuns(url: string | undefined, limit: number): Promise<readonly PastRun[]>
}

export interface PastRun {
  readonly totalMs: number
  readonly stageMs: Readonly<Partial<Record<Stage, number>>>
}
