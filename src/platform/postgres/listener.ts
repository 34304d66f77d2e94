import { setTimeout as delay } from 'node:timers/promises'
import pg, { type Client } from 'pg'
import type { Logger } from '../logger.js'
import { clientConfig, type PostgresSettings } from './open-pool.js'

export interface ListenerSettings extends PostgresSettings {
  /** Between two signs of life; a connection that was cut silently is found after twice this. */
  readonly keepAliveMs: number
}

export interface ChannelListener {
  readonly onNotification: (payload: string) => void
  /** Once after each reconnection: notifications may have been missed, look for yourself. */
  readonly onReconnect: () => void
}

const firstDelayMs = 50
const longestDelayMs = 5_000

/**
 * One connection that LISTENs on channels, for as long as the process lives.
 *
 * connecting ── connected, LISTEN on every channel ──► listening ── connection broke, or the sign of life did not come ──► waiting
 *     ▲                                                                                                                       │
 *     └──────────────────────────────────────── back-off, doubled up to 5 s ──────────────────────────────────────────────────┘
 * `stop` ends it from any state. Channels are shared by the whole database: put the schema into their names.
 */
export class PostgresListener {
  readonly #settings: ListenerSettings
  readonly #logger: Logger
  readonly #channels = new Map<string, Set<ChannelListener>>()
  readonly #stopping = new AbortController()
  readonly #stopped = new Promise<undefined>((resolve) => {
    this.#stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  #client: Client | undefined
  #life: Promise<void> | undefined
  #everConnected = false

  constructor(settings: ListenerSettings, logger: Logger) {
    this.#settings = settings
    this.#logger = logger
  }

  /** Resolves when the channel is heard, or when there is no connection just now: it is heard from the next one on. */
  async subscribe(channel: string, listener: ChannelListener): Promise<() => void> {
    const known = this.#channels.get(channel)
    const listeners = known ?? new Set<ChannelListener>()
    listeners.add(listener)
    this.#channels.set(channel, listeners)
    if (known === undefined) await this.#client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`).catch(() => undefined)
    return () => listeners.delete(listener)
  }

  /** Resolves when the first attempt to connect has ended; a failed one is repeated for ever. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#life = this.#live(resolve)
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#life
  }

  async #live(firstTryDone: () => void): Promise<void> {
    let failures = 0
    while (!this.#stopping.signal.aborted) {
      const client = await Promise.race([this.#connect().catch((error: Error) => this.#lost(error)), this.#stopped])
      firstTryDone()
      if (client !== undefined) {
        failures = 0
        await this.#listen(client)
      }
      failures += 1
      const waitMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.5 + Math.random() / 2)
      await delay(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
  }

  async #connect(): Promise<Client> {
    const client = new pg.Client({ ...clientConfig(this.#settings), query_timeout: this.#settings.keepAliveMs })
    client.on('error', (error) => this.#lost(error))
    client.on('notification', ({ channel, payload }) => this.#tell(channel, (listener) => listener.onNotification(payload ?? '')))
    try {
      await client.connect()
      for (const channel of this.#channels.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      this.#stopping.signal.throwIfAborted()
      return client
    } catch (error) {
      void client.end().catch(() => undefined)
      throw error
    }
  }

  /** Until the connection breaks or we stop. */
  async #listen(client: Client): Promise<void> {
    this.#client = client
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    if (this.#everConnected) this.#tellAll((listener) => listener.onReconnect())
    this.#everConnected = true
    const alive = this.#keepAlive(client)
    await Promise.race([ended, this.#stopped, alive.broken])
    alive.stop()
    this.#client = undefined
    // Says goodbye; a connection that was cut would wait for the answer for ever.
    void client.end().catch(() => undefined)
  }

  #keepAlive(client: Client): { readonly broken: Promise<void>; readonly stop: () => void } {
    let stop = (): void => undefined
    const broken = new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        client.query('SELECT 1').catch((error: Error) => {
          this.#lost(error)
          resolve()
        })
      }, this.#settings.keepAliveMs)
      stop = () => clearInterval(timer)
    })
    return { broken, stop }
  }

  #tell(channel: string, call: (listener: ChannelListener) => void): void {
    for (const listener of this.#channels.get(channel) ?? []) call(listener)
  }

  #tellAll(call: (listener: ChannelListener) => void): void {
    for (const channel of this.#channels.keys()) this.#tell(channel, call)
  }

  #lost(error: Error): undefined {
    if (!this.#stopping.signal.aborted) this.#logger.warn({ reason: error.message }, 'no connection to listen on; trying again')
    return undefined
  }
}
