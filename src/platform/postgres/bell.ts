import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Logger } from '../logger.js'
import { query } from './query.js'

export interface BellSettings {
  readonly channel: string
  readonly payload?: string
  /** Between two rings; the first rings at once. */
  readonly pauseMs?: number
  readonly logger: Logger
}

/**
 * Tells those who LISTEN on a channel that something has changed. Many calls at once, or soon after one another, become one or two. Rung after the change is
 * committed, not within: commits of transactions that notify wait for one another. One that is lost (the process or its connection
 * ends in between) costs freshness, so listeners look by themselves now and then.
 */
export class Bell {
  readonly #pool: Pool
  readonly #channel: string
  readonly #payload: string
  readonly #pauseMs: number
  readonly #logger: Logger
  #ringing = false
  #ringAgain = false

  constructor(pool: Pool, { channel, payload = '', pauseMs = 0, logger }: BellSettings) {
    this.#pool = pool
    this.#channel = channel
    this.#payload = payload
    this.#pauseMs = pauseMs
    this.#logger = logger
  }

  ring(): void {
    if (this.#ringing) this.#ringAgain = true
    else void this.#ring()
  }

  async #ring(): Promise<void> {
    this.#ringing = true
    do {
      this.#ringAgain = false
      await query.run(this.#pool, 'SELECT pg_notify($1, $2)', this.#channel, this.#payload).catch((error: Error) => {
        this.#logger.debug({ reason: error.message, channel: this.#channel }, 'could not tell of a change; those who wait will look by themselves')
      })
      if (this.#pauseMs > 0) await delay(this.#pauseMs, undefined, { ref: false })
    } while (this.#ringAgain)
    this.#ringing = false
  }
}
