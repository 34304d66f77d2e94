import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import { Attempt } from './attempt.js'
import type { CheckpointStore } from './checkpoint-store.js'
import { decideOutcome, type RetryPolicy } from './decide-outcome.js'
import type { RunJob } from './job-run.js'
import type { Claim, JobStore, Outcome } from './job-store.js'
import type { WakeUp } from './wake-up.js'

export interface BackgroundWorkerDeps {
  readonly store: JobStore
  readonly checkpoints: CheckpointStore
  readonly wakeUp: WakeUp
  readonly clock: Clock
  readonly logger: Logger
  readonly run: RunJob
  readonly random: () => number
}

export interface BackgroundWorkerSettings {
  readonly workerId: string
  /** Jobs at the same time. */
  readonly concurrency: number
  /** How long a claim holds without renewal. A crashed worker delays its job by at most this. */
  readonly leaseMs: number
  /** Between two renewals, which also tell of a cancel or pause. */
  readonly heartbeatMs: number
  /** Between two looks at the queue when nothing wakes the worker. */
  readonly pollMs: number
  /** Attempts that may end with their process before the job fails. */
  readonly maxCrashes: number
  readonly retry: RetryPolicy
}

/**
 * Claims jobs, runs their work, renews leases, settles outcomes.
 *
 *   idle ── wake-up or poll ──► claim ──► running ── work returns or throws ──► settle ──► idle
 *
 * While an attempt runs, its heartbeat renews the lease and learns what the store wants: `held` goes on; `cancel-requested` and
 * `pause-requested` fire the attempt's signal; `lost` fires it too, and then nothing is written any more, for another worker may
 * have the job. A worker that cannot renew (store away, process stopped) counts its lease as lost once `leaseMs` have passed
 * since the last renewal that held, on the monotonic clock. `stop` ends claiming, tells running attempts to hand back, and waits.
 */
export class BackgroundWorker {
  readonly #deps: BackgroundWorkerDeps
  readonly #settings: BackgroundWorkerSettings
  readonly #running = new Map<Attempt, Promise<void>>()
  #claiming: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #unsubscribe: (() => void) | undefined
  #stopping = false

  constructor(deps: BackgroundWorkerDeps, settings: BackgroundWorkerSettings) {
    this.#deps = deps
    this.#settings = settings
  }

  /** Begins to look for work. Call once. */
  start(): void {
    this.#unsubscribe = this.#deps.wakeUp.subscribe(() => this.#look())
    this.#timer = setInterval(() => this.#look(), this.#settings.pollMs)
    this.#look()
  }

  /** Claims what fits and waits until everything that runs has settled. Returns the number of jobs claimed; for tests and one-off runs. */
  async tick(): Promise<number> {
    const claimed = await this.#fill()
    await Promise.all(this.#running.values())
    return claimed
  }

  isRunning(jobId: string, attempt: number): boolean {
    return [...this.#running.keys()].some(({ lease }) => lease.jobId === jobId && lease.attempt === attempt)
  }

  /** Hands running jobs back at their next step and waits for them, at most `graceMs`. Can be called twice. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    this.#unsubscribe?.()
    await this.#claiming
    for (const attempt of this.#running.keys()) attempt.stop('shutdown')
    const grace = AbortSignal.timeout(graceMs)
    await Promise.race([Promise.all(this.#running.values()), new Promise((resolve) => grace.addEventListener('abort', resolve, { once: true }))])
  }

  #look(): void {
    this.#claiming = this.#claiming
      .then(() => this.#fill())
      .then(() => undefined, (error: unknown) => this.#deps.logger.error({ err: error }, 'could not look for work; trying again'))
  }

  async #fill(): Promise<number> {
    let claimed = 0
    while (!this.#stopping && this.#running.size < this.#settings.concurrency) {
      const claim = await this.#deps.store.claim(this.#settings)
      if (claim === undefined) break
      claimed += 1
      const attempt = new Attempt(claim.lease, await this.#deps.store.pastRuns(claim.job.subject.url, 5), this.#deps)
      const running = this.#runAttempt(claim, attempt).finally(() => {
        this.#running.delete(attempt)
        if (this.#timer !== undefined) this.#look()
      })
      this.#running.set(attempt, running)
      if (this.#stopping) attempt.stop('shutdown')
    }
    return claimed
  }

  /** Never throws: whatever happens becomes an outcome or, when the store is away, is left to the lease. */
  async #runAttempt(claim: Claim, attempt: Attempt): Promise<void> {
    const logger = this.#deps.logger.child({ job_id: claim.job.id, attempt: attempt.attempt })
    const heartbeat = this.#beat(attempt, logger)
    try {
      const outcome = await this.#work(claim, attempt)
      if (outcome === undefined) return void logger.warn('the lease was lost; another worker has the job')
      const held = await this.#deps.store.settle(attempt.lease, outcome)
      logger.info({ outcome: held ? outcome.kind : 'refused', ...('failure' in outcome ? { code: outcome.failure.code } : {}) }, 'attempt ended')
    } catch (error) {
      logger.error({ err: error }, 'the outcome could not be written; the job is handed on when its lease runs out')
    } finally {
      clearInterval(heartbeat)
    }
  }

  async #work(claim: Claim, attempt: Attempt): Promise<Outcome | undefined> {
    try {
      const result = await this.#deps.run(claim.job, attempt)
      return attempt.stopReason === 'lease-lost' ? undefined : { kind: 'completed', ...result }
    } catch (thrown) {
      const { stopReason } = attempt
      if (stopReason === undefined) this.#deps.logger.warn({ err: thrown, job_id: claim.job.id }, 'attempt failed')
      return decideOutcome({ thrown, failures: claim.job.failures, stopReason }, this.#settings.retry, this.#deps.random)
    }
  }

  #beat(attempt: Attempt, logger: Logger): NodeJS.Timeout {
    const { store, clock } = this.#deps
    let heldMs = clock.monotonicMs()
    let beating = false
    const beat = async () => {
      const askedMs = clock.monotonicMs()
      if (askedMs - heldMs > this.#settings.leaseMs) return attempt.stop('lease-lost')
      const answer = await store.renew(attempt.lease, this.#settings.leaseMs)
      if (answer === 'lost') return attempt.stop('lease-lost')
      heldMs = askedMs
      if (answer === 'cancel-requested') attempt.stop('cancel')
      if (answer === 'pause-requested') attempt.stop('pause')
    }
    return setInterval(() => {
      if (beating) return
      beating = true
      beat()
        .catch((error: unknown) => logger.warn({ err: error }, 'the lease could not be renewed'))
        .finally(() => (beating = false))
    }, this.#settings.heartbeatMs)
  }
}
