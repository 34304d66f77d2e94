import { setTimeout as delay } from 'node:timers/promises'
import { toAppError } from '../platform/app-error.js'
import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import { Attempt } from './attempt.js'
import type { CheckpointStore } from './checkpoint-store.js'
import { decideOutcome, type RetryPolicy } from './decide-outcome.js'
import type { RunningLimits } from './fair-turn.js'
import type { RunJob } from './job-run.js'
import type { Claim, JobStore, Lease, Outcome } from './job-store.js'
import { LeaseKeeper, type LeaseKeeperSettings } from './lease-keeper.js'
import { settledWithin } from './settled-within.js'
import type { WakeUp } from './wake-up.js'

export interface BackgroundWorkerDeps {
  readonly store: JobStore
  readonly checkpoints: CheckpointStore
  readonly wakeUp: WakeUp
  readonly clock: Clock
  readonly logger: Logger
  readonly run: RunJob
  /** 0 <= random < 1, for jitter. */
  readonly random: () => number
}

export interface BackgroundWorkerSettings extends LeaseKeeperSettings, RunningLimits {
  readonly workerId: string
  /** Jobs at the same time. */
  readonly concurrency: number
  /** Between two looks at the queue when nothing wakes the worker. */
  readonly pollMs: number
  /** Attempts that may end with their process, none getting further than the one before, until the job fails. */
  readonly maxCrashes: number
  readonly retry: RetryPolicy
}

/** Between two tries to write an outcome while the store is away. */
const firstSettleWaitMs = 100
const longestSettleWaitMs = 2_000

/** How long work may take to stop once its signal has fired. Then it is left alone: the fence refuses whatever it still writes. */
const stopGraceMs = 10_000

interface Running {
  readonly attempt: Attempt
  readonly keeper: LeaseKeeper
  /** It has taken a worker with it, and may do so again. */
  readonly isSuspect: boolean
  readonly settled: Promise<unknown>
}

/**
 * Claims jobs, runs their work, keeps their leases, settles their outcomes.
 *
 *   idle ── wake-up or poll ──► claim ──► running ── work returns or throws ──► settle ──► idle
 *
 * While an attempt runs, its LeaseKeeper renews the lease and fires the attempt's signal when the store wants it to stop (cancel,
 * pause) or when the lease is lost; in the last case the work is dropped, for another worker may have the job. What an
 * ended attempt means is said by `decideOutcome`. A job whose last attempt died with its worker runs alone until it gets on: should it
 * take this worker with it too, no other job goes along. When the store cannot be reached to settle, that is tried until it can; should the
 * lease run out meanwhile, another worker goes on from the checkpoints, and the late word only says that this one lives. `stop` ends
 * claiming, tells running attempts to hand back, and waits.
 */
export class BackgroundWorker {
  readonly #deps: BackgroundWorkerDeps
  readonly #settings: BackgroundWorkerSettings
  readonly #running = new Set<Running>()
  #claiming: Promise<unknown> = Promise.resolve()
  #lookPending = false
  /** The last job that was claimed had to run alone, or none was yet: the next may be such a one. */
  #expectsSuspects = true
  #timer: NodeJS.Timeout | undefined
  #unsubscribe: (() => void) | undefined
  /** Without waiting for their work, which may still end. */
  readonly #handedBack = new WeakSet<Attempt>()
  readonly #stop = new AbortController()

  constructor(deps: BackgroundWorkerDeps, settings: BackgroundWorkerSettings) {
    this.#deps = deps
    this.#settings = settings
  }

  /** Begins to look for work. Call once. */
  start(): void {
    this.#unsubscribe = this.#deps.wakeUp.subscribe((reason) => {
      if (reason === 'steered') void this.keepLeases()
      else this.#look()
    })
    this.#timer = setInterval(() => this.#look(), this.#settings.pollMs)
    this.#look()
  }

  /** Claims what fits and waits until everything that runs has settled. Returns the number of jobs claimed; for tests and one-off runs. */
  async tick(): Promise<number> {
    const claimed = await this.#fill()
    await this.#allSettled()
    return claimed
  }

  /** One turn of every running attempt's lease: renewal, cancel, pause. Timers do it too, at least twice a second. */
  async keepLeases(): Promise<void> {
    await Promise.all([...this.#running].map(({ keeper }) => keeper.tick()))
  }

  /** Hands running jobs back and waits for them. Work that has not stopped after `graceMs` is handed back without it. Can be called twice. */
  async stop(graceMs: number): Promise<void> {
    this.#stop.abort()
    clearInterval(this.#timer)
    this.#unsubscribe?.()
    await this.#claiming
    for (const { attempt } of this.#running) attempt.stop('shutdown')
    if (await settledWithin(graceMs, this.#allSettled())) return
    await Promise.all([...this.#running].map(({ attempt }) => this.#handBackUnfinished(attempt)))
  }

  #look(): void {
    if (this.#lookPending) return
    this.#lookPending = true
    this.#claiming = this.#claiming.then(() => {
      this.#lookPending = false
      return this.#fill().catch((error: unknown) => this.#deps.logger.error({ err: error }, 'could not look for work; trying again'))
    })
  }

  /**
   * As many as there is room for together, so that a store can give them in one go. One by one at the start, and for as long as what
   * comes must run alone.
   */
  async #fill(): Promise<number> {
    let claimed = 0
    for (let room = this.#room(); room > 0; room = this.#room()) {
      const asked = this.#expectsSuspects ? 1 : room
      const claims = await this.#claim(asked)
      claimed += claims
      if (claims < asked) break
    }
    return claimed
  }

  /** At most so many; returns how many began. What came along with one that must run alone goes back at once. */
  async #claim(most: number): Promise<number> {
    const asked = await Promise.allSettled(Array.from({ length: most }, () => this.#deps.store.claim(this.#settings)))
    const claims = asked.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []))
    const suspect = claims.find(({ crashes }) => crashes > 0)
    const begun = suspect === undefined ? claims : [suspect]
    for (const claim of begun) this.#begin(claim)
    if (claims.length > 0) this.#expectsSuspects = suspect !== undefined
    await Promise.all(claims.filter((claim) => !begun.includes(claim)).map(({ lease }) => this.#handBack(lease)))
    for (const one of asked) if (one.status === 'rejected') throw one.reason
    return begun.length
  }

  #room(): number {
    const running = [...this.#running]
    const mustRunAlone = running.some(({ isSuspect, attempt }) => isSuspect && !attempt.hasGotOn)
    return this.#stop.signal.aborted || mustRunAlone ? 0 : this.#settings.concurrency - running.length
  }

  #begin(claim: Claim): void {
    const logger = this.#deps.logger.child({ job_id: claim.job.id, attempt: claim.lease.attempt })
    let learning: Promise<void> | undefined
    const attempt: Attempt = new Attempt(
      claim.lease,
      { ...this.#deps, begun: () => void (learning = this.#tellPastRuns(claim, attempt)) },
      {
        withModel: claim.job.mainModel !== undefined,
        endsWith: (thrown) => this.#decide(claim, thrown, undefined).kind === 'failed',
      },
    )
    const keeper = new LeaseKeeper(attempt, { ...this.#deps, logger }, this.#settings)
    const settled = this.#runAttempt(claim, attempt, keeper, logger).then(async () => {
      await learning
      this.#running.delete(running)
      if (this.#timer !== undefined) this.#look()
    })
    const running: Running = { attempt, keeper, settled, isSuspect: claim.crashes > 0 }
    this.#running.add(running)
  }

  /** Never throws: whatever happens becomes an outcome or, when the store is away, is left to the lease. */
  async #runAttempt(claim: Claim, attempt: Attempt, keeper: LeaseKeeper, logger: Logger): Promise<void> {
    keeper.start()
    try {
      const outcome = await this.#work(claim, attempt, logger)
      if (this.#handedBack.has(attempt)) return
      const held = await this.#settle(claim, outcome, logger)
      logger.info(
        { outcome: held ? outcome.kind : 'refused', code: 'failure' in outcome ? outcome.failure.code : undefined },
        'attempt ended',
      )
    } catch (error) {
      logger.error({ err: error }, 'the outcome could not be written; the job is handed on when its lease runs out')
    } finally {
      keeper.close()
    }
  }

  async #work(claim: Claim, attempt: Attempt, logger: Logger): Promise<Outcome> {
    try {
      const result = await leftAloneAfterGrace(this.#deps.run(claim.job, attempt), attempt.signal)
      return attempt.stopReason === 'lease-lost' ? this.#decide(claim, undefined, 'lease-lost') : { kind: 'completed', ...result }
    } catch (thrown) {
      if (attempt.stopReason === undefined) logger.warn({ err: thrown }, 'attempt failed')
      return this.#decide(claim, thrown, attempt.stopReason)
    }
  }

  /** A completion that cannot be recorded (its publication is refused) is a failure like any other, and ends as one. */
  async #settle(claim: Claim, outcome: Outcome, logger: Logger): Promise<boolean> {
    try {
      return await this.#settleSoon(claim, outcome, logger)
    } catch (error) {
      if (outcome.kind !== 'completed') throw error
      logger.error({ err: error }, 'the result could not be recorded')
      return this.#settleSoon(claim, this.#decide(claim, error, undefined), logger)
    }
  }

  /**
   * As soon as the store is there: only this worker can say how its attempt ended, and as long as it has not, the attempt looks like one
   * that died. The fence refuses it when somebody else has the job by then.
   */
  async #settleSoon(claim: Claim, outcome: Outcome, logger: Logger): Promise<boolean> {
    for (let waitMs = firstSettleWaitMs; ; waitMs = Math.min(longestSettleWaitMs, 2 * waitMs)) {
      try {
        return await this.#deps.store.settle(claim.lease, outcome)
      } catch (error) {
        if (!toAppError(error).isOutage || this.#stop.signal.aborted) throw error
        logger.warn({ reason: toAppError(error).message, outcome: outcome.kind }, 'the outcome cannot be written yet; trying again')
        await delay(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
      }
    }
  }

  #decide(claim: Claim, thrown: unknown, stopReason: Attempt['stopReason']): Outcome {
    const { failures, startedAt } = claim.job
    // The wall clock may have been set back.
    const sinceStartMs = Math.max(0, this.#deps.clock.now().getTime() - startedAt.getTime())
    return decideOutcome({ thrown, failures, sinceStartMs, stopReason }, this.#settings.retry, this.#deps.random)
  }

  async #handBackUnfinished(attempt: Attempt): Promise<void> {
    this.#handedBack.add(attempt)
    await this.#handBack(attempt.lease)
    attempt.stop('lease-lost')
  }

  async #handBack(lease: Lease): Promise<void> {
    try {
      await this.#deps.store.settle(lease, { kind: 'handed-back' })
    } catch (error) {
      this.#deps.logger.error({ err: error, job_id: lease.jobId }, 'could not hand back; the job is handed on when its lease runs out')
    }
  }

  /** Past runs only feed the ETA: the work does not wait for them. Never throws. */
  async #tellPastRuns({ job }: Claim, attempt: Attempt): Promise<void> {
    try {
      attempt.learn(await this.#deps.store.pastRuns(job.subject.url, 5))
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'no past runs for the ETA')
    }
  }

  async #allSettled(): Promise<void> {
    await Promise.all([...this.#running].map(({ settled }) => settled))
  }
}

/** The work's own end, or the signal's reason when the work has not ended `stopGraceMs` after the signal. */
async function leftAloneAfterGrace<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_, reject) => {
    const countDown = () => (timer = setTimeout(() => reject(signal.reason), stopGraceMs))
    if (signal.aborted) countDown()
    else signal.addEventListener('abort', countDown, { once: true })
  })
  try {
    return await Promise.race([work, overdue])
  } finally {
    clearTimeout(timer)
  }
}
