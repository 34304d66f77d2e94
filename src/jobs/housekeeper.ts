import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import type { JobStore } from './job-store.js'

export interface HousekeeperSettings {
  readonly intervalMs: number
  /** Closed jobs are kept this long. */
  readonly retentionMs: number
}

/** A further duty, by name for the log. Returns how much it removed. */
export interface Chore {
  readonly name: string
  readonly run: () => Promise<number>
}

/** Removes what nobody needs any more, now and then. A chore that fails is logged and never stops the others. */
export class Housekeeper {
  readonly #chores: readonly Chore[]
  readonly #logger: Logger
  readonly #intervalMs: number
  #timer: NodeJS.Timeout | undefined

  constructor(deps: { readonly store: JobStore; readonly clock: Clock; readonly logger: Logger; readonly chores: readonly Chore[] }, settings: HousekeeperSettings) {
    const oldJobs: Chore = { name: 'old jobs', run: () => deps.store.prune(new Date(deps.clock.now().getTime() - settings.retentionMs)) }
    this.#chores = [oldJobs, ...deps.chores]
    this.#logger = deps.logger
    this.#intervalMs = settings.intervalMs
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), this.#intervalMs)
    void this.tick()
  }

  async tick(): Promise<void> {
    for (const chore of this.#chores) {
      try {
        const removed = await chore.run()
        if (removed > 0) this.#logger.info({ removed }, `removed ${chore.name}`)
      } catch (error) {
        this.#logger.warn({ err: error }, `could not remove ${chore.name}`)
      }
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
