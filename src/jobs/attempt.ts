import { setMaxListeners } from 'node:events'
import type { Clock } from '../platform/clock.js'
import { AppError } from '../platform/app-error.js'
import type { CheckpointStore } from './checkpoint-store.js'
import type { StopReason } from './decide-outcome.js'
import type { EventLevel, NewJobEvent } from './job-event.js'
import { leaseLost, type JobRun } from './job-run.js'
import type { EarlyPublication, JobReport, JobStore, Lease, LeaseAnswer, PastRun } from './job-store.js'
import type { Spending, Stage } from './job-status.js'
import { ProgressTracker } from './progress-tracker.js'

export interface AttemptDeps {
  readonly store: Pick<JobStore, 'report' | 'publish'>
  readonly checkpoints: CheckpointStore
  readonly clock: Clock
  /** Called once, when the first stage begins: before, there is nothing to show. */
  readonly begun?: () => void
}

export interface AttemptOptions {
  readonly withModel: boolean
  /** Whether a failure would end the job. */
  readonly endsWith: (thrown: unknown) => boolean
}

/** Between two writes of mere progress. Stages, log lines and checkpoints are written at once. */
const progressIntervalMs = 200

/** Longest message in a job's log. */
const messageCharacters = 500

const stopMessages: Readonly<Record<StopReason, string>> = {
  cancel: 'Cancelled on request.',
  shutdown: 'The worker is shutting down.',
  pause: 'Paused on request.',
  'lease-lost': 'Another worker has taken this job over.',
}

/** One attempt: the stop signal, the fenced writes and the progress of one run of one job. */
export class Attempt implements JobRun {
  readonly attempt: number
  readonly lease: Lease
  readonly checkpoints: JobRun['checkpoints']
  readonly #deps: AttemptDeps
  readonly #controller = new AbortController()
  readonly #tracker: ProgressTracker
  readonly #endsWith: (thrown: unknown) => boolean
  #stopReason: StopReason | undefined
  #lastWriteMs = -Infinity
  #stage: Stage | undefined
  #hasGotOn = false

  constructor(lease: Lease, deps: AttemptDeps, options?: AttemptOptions) {
    this.attempt = lease.attempt
    this.lease = lease
    this.#deps = deps
    this.#endsWith = options?.endsWith ?? (() => false)
    // Every git, batch and page of the job listens; their number is bounded by the pools.
    setMaxListeners(0, this.#controller.signal)
    this.#tracker = new ProgressTracker(deps.clock.monotonicMs(), options && { withModel: options.withModel })
    this.checkpoints = {
      get: (step) => deps.checkpoints.get(lease.jobId, step),
      put: async (step, value) => {
        this.#signalOrThrow()
        this.#fence(await deps.checkpoints.put(lease, step, value))
        this.#hasGotOn = true
      },
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** It has put a checkpoint: further than any attempt that crashed. */
  get hasGotOn(): boolean {
    return this.#hasGotOn
  }

  get stopReason(): StopReason | undefined {
    return this.#stopReason
  }

  /** The first reason stands, except that a lost lease overrides all: then nothing may be written. */
  stop(reason: StopReason): void {
    if (this.#stopReason !== undefined && reason !== 'lease-lost') return
    this.#stopReason = reason
    this.#controller.abort(new AppError(`jobs/stopped-by-${reason}`, 'cancelled', stopMessages[reason]))
  }

  /** What the store says of the lease, on whatever occasion. */
  heed(answer: LeaseAnswer): void {
    if (answer === 'lost') this.stop('lease-lost')
    if (answer === 'cancel-requested') this.stop('cancel')
    if (answer === 'pause-requested') this.stop('pause')
  }

  /** How long jobs of the same repository took before, for the time left. */
  learn(pastRuns: readonly PastRun[]): void {
    this.#tracker.learn(pastRuns)
  }

  async stage(stage: Stage, message: string): Promise<void> {
    if (this.#stage === undefined) this.#deps.begun?.()
    this.#stage = stage
    this.#tracker.stage(stage, oneLine(message))
    await this.#write({ stage, events: [this.#event('info', message)] })
  }

  async summary(text: string): Promise<void> {
    await this.#write({ stageSummary: oneLine(text), events: [this.#event('info', text)] })
  }

  async step(done: number, total: number, message: string): Promise<void> {
    this.#tracker.step(done, total, oneLine(message))
    if (done === total || this.#due()) await this.#write({ events: [] })
  }

  tell(message: string): void {
    this.#tracker.tell(oneLine(message))
    if (!this.#due()) return
    // The next awaited write finds a lost lease; this one is only for the eye.
    this.#write({ events: [] }).catch(() => undefined)
  }

  /** Tells the time left anew, for a stage that has nothing to say for long. */
  refresh(): void {
    if (this.#due() && !this.signal.aborted) this.#write({ events: [] }).catch(() => undefined)
  }

  async log(level: EventLevel, message: string): Promise<void> {
    await this.#write({ events: [this.#event(level, message)] })
  }

  async count(counted: NonNullable<JobReport['counted']>): Promise<void> {
    await this.#write({ counted, events: [] })
  }

  async spend(spent: Spending): Promise<void> {
    await this.#write({ spent, events: [] })
  }

  async publish(early: EarlyPublication): Promise<void> {
    this.#signalOrThrow()
    this.#fence(await this.#deps.store.publish(this.lease, early))
  }

  endsWith(thrown: unknown): boolean {
    return this.#endsWith(thrown)
  }

  async commit(commitId: string): Promise<void> {
    await this.#write({ commitId, events: [] })
  }

  #event(level: EventLevel, message: string): NewJobEvent {
    return { level, stage: this.#stage, message: oneLine(message) }
  }

  #due(): boolean {
    return this.#deps.clock.monotonicMs() - this.#lastWriteMs >= progressIntervalMs
  }

  async #write(report: Omit<JobReport, 'progress'>): Promise<void> {
    this.#signalOrThrow()
    const now = this.#deps.clock.monotonicMs()
    this.#lastWriteMs = now
    const answer = await this.#deps.store.report(this.lease, { ...report, progress: this.#tracker.at(now) })
    this.#fence(answer !== 'lost')
    this.heed(answer)
  }

  #signalOrThrow(): void {
    this.#controller.signal.throwIfAborted()
  }

  #fence(held: boolean): void {
    if (held) return
    this.stop('lease-lost')
    throw leaseLost()
  }
}

/** Messages carry names from repositories: file names may hold line breaks, control characters, or be endless. */
function oneLine(message: string): string {
  const line = message.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return line.length <= messageCharacters ? line : `${line.slice(0, messageCharacters - 1)}…`
}
