import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import type { JobStore } from './job-store.js'

export interface HousekeeperDeps {
  readonly store: Pick<JobStore, 'prune'>
  readonly clock: Clock
  readonly logger: Logger
  /** Run in this order, after old jobs are removed. */
  readonly chores: readonly Chore[]
}

export interface HousekeeperSettings {
  /** Between two rounds, in milliseconds. */
  readonly intervalMs: number
  /** Closed jobs are kept this long, in milliseconds. */
  readonly retentionMs: number
}

/** A further duty, by name for the log. Returns how much it removed. */
export interface Chore {
  readonly name: string
  readonly run: () => Promise<number>
}

/** Removes what nobody needs any more, at start and then now and then. A chore that fails is logged and never stops the others. */
export class Housekeeper {
  readonly #chores: readonly Chore[]
  readonly #logger: Logger
  readonly #intervalMs: number
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #stopping = false

  constructor({ store, clock, logger, chores }: HousekeeperDeps, settings: HousekeeperSettings) {
    const oldJobs: Chore = { name: 'old jobs', run: () => store.prune(new Date(clock.now().getTime() - settings.retentionMs)) }
    this.#chores = [oldJobs, ...chores]
    this.#logger = logger
    this.#intervalMs = settings.intervalMs
  }

  /** Call once. */
  start(): void {
    this.#timer = setInterval(() => void this.tick(), this.#intervalMs)
    void this.tick()
  }

  /** One round; joins the one that is under way. */
  async tick(): Promise<void> {
    this.#round ??= this.#runChores().finally(() => (this.#round = undefined))
    await this.#round
  }

  /** Begins nothing further and waits for the chore that is under way, so that nothing is touched afterwards. Can be called twice. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#round
  }

  async #runChores(): Promise<void> {
    for (const { name, run } of this.#chores) {
      if (this.#stopping) return
      try {
        const removed = await run()
        if (removed > 0) this.#logger.info({ removed }, `removed ${name}`)
      } catch (error) {
        this.#logger.warn({ err: error }, `could not remove ${name}`)
      }
    }
  }
}
