import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import type { Attempt } from './attempt.js'
import type { JobStore } from './job-store.js'

export interface LeaseKeeperDeps {
  readonly store: Pick<JobStore, 'find' | 'renew'>
  readonly clock: Clock
  readonly logger: Logger
}

export interface LeaseKeeperSettings {
  /** How long a claim holds without renewal. A crashed worker delays its job by at most this. */
  readonly leaseMs: number
  /** Between two renewals; a third of the lease, so that two may fail. */
  readonly heartbeatMs: number
}

/** Between two reads that look for a cancel or pause. A read costs microseconds; a renewal writes, and waits for the disk. */
const lookMs = 500

/**
 * Keeps the lease of one attempt and fires its stop signal:
 *
 *   held ── renewal due ──► renewing ── `held` ──────────────────────────► held
 *     │                        ├─ `cancel-requested`, `pause-requested` ─► told to stop, lease kept until the work has stopped
 *     └── look: cancel? ───────┤
 *                              ├─ `lost` ────────────────────────────────► lost: nothing may be written any more
 *                              └─ no answer: held, until a whole lease ago was the last that held; then lost
 *
 * A process that was stopped for longer than its lease asks the store when it wakes: only the store knows whether another worker
 * took the job. Until the answer, the fence refuses what it writes.
 */
export class LeaseKeeper {
  readonly #attempt: Attempt
  readonly #deps: LeaseKeeperDeps
  readonly #settings: LeaseKeeperSettings
  #heldMs: number
  #busy = false
  #timer: NodeJS.Timeout | undefined

  constructor(attempt: Attempt, deps: LeaseKeeperDeps, settings: LeaseKeeperSettings) {
    this.#attempt = attempt
    this.#deps = deps
    this.#settings = settings
    this.#heldMs = deps.clock.monotonicMs()
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), Math.min(lookMs, this.#settings.heartbeatMs))
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** One turn: renews when due, else looks. Never throws. */
  async tick(): Promise<void> {
    // Also while a renewal hangs: a store that does not answer must not keep a lost lease alive.
    const sinceHeldMs = this.#deps.clock.monotonicMs() - this.#heldMs
    if (this.#busy) return this.#fenceAfter(sinceHeldMs)
    this.#busy = true
    try {
      if (sinceHeldMs >= this.#settings.heartbeatMs) await this.#renew()
      else await this.#look()
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'the lease could not be renewed')
      this.#fenceAfter(this.#deps.clock.monotonicMs() - this.#heldMs)
    } finally {
      this.#busy = false
    }
  }

  async #renew(): Promise<void> {
    const askedMs = this.#deps.clock.monotonicMs()
    const answer = await this.#deps.store.renew(this.#attempt.lease, this.#settings.leaseMs)
    this.#attempt.heed(answer)
    if (answer === 'lost') return
    this.#heldMs = askedMs
    this.#attempt.refresh()
  }

  async #look(): Promise<void> {
    const { jobId, attempt } = this.#attempt.lease
    const job = await this.#deps.store.find(jobId)
    if (job?.status !== 'processing' || job.attempt !== attempt) return this.#attempt.stop('lease-lost')
    if (job.cancelRequested) this.#attempt.stop('cancel')
    else if (job.paused) this.#attempt.stop('pause')
  }

  #fenceAfter(sinceHeldMs: number): void {
    if (sinceHeldMs >= this.#settings.leaseMs) this.#attempt.stop('lease-lost')
  }
}
