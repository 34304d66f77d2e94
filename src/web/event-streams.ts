import { PassThrough } from 'node:stream'
import type { JobStore } from '../jobs/job-store.js'
import { isOpen } from '../jobs/job-status.js'
import type { ProgressFeed } from '../jobs/progress-feed.js'
import { AppError } from '../platform/app-error.js'
import type { Logger } from '../platform/logger.js'
import { toJobEventResponse } from './job-event-response.js'
import { toJobStatusResponse } from './job-status-response.js'

export interface EventStreamsDeps {
  readonly jobs: JobStore
  readonly feed: ProgressFeed
  readonly logger: Logger
}

export interface EventStreamsSettings {
  readonly perClient: number
  readonly total: number
  /** A comment line this often, so that proxies keep the connection and a dead one is noticed. Also looks, should the feed have lost a call. */
  readonly heartbeatMs: number
  /** Calls of the feed within this time are one look. */
  readonly gatherMs: number
}

export const defaultEventStreamsSettings: EventStreamsSettings = { perClient: 10, total: 2_000, heartbeatMs: 15_000, gatherMs: 150 }

const eventsPerRead = 200
/** A reader that has taken nothing for this many heartbeats is gone, or might as well be. */
const maxStalledBeats = 4

interface Stream {
  readonly client: string
  readonly out: PassThrough
  /** Sequence number of the last event that was written. */
  after: number
  /** Version of the job that was last written. */
  version: number
  /** Heartbeats since it last took what was written. */
  stalledBeats: number
}

/**
 * Server-sent events of all jobs. Events are rows of the store, so a stream is: everything after `Last-Event-ID`, then a look at the
 * store whenever the feed says so. One look serves all streams of a job. A stream ends when its job has and all is written.
 *
 * On the wire: `message` (the default type) carries one JobEvent and its sequence number as `id`; `job` carries the whole
 * JobStatusResponse, at the start and after every change; `end` says that nothing more will come. A reader that is slow gets nothing
 * new until it has taken what was written, so one stream buffers at most one read of events.
 */
export class EventStreams {
  readonly #deps: EventStreamsDeps
  readonly #settings: EventStreamsSettings
  readonly #streams = new Map<string, Set<Stream>>()
  readonly #perClient = new Map<string, number>()
  #count = 0
  #unsubscribe: (() => void) | undefined
  #gathering: NodeJS.Timeout | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #looking = false
  #lookAgain = false

  constructor(deps: EventStreamsDeps, settings: EventStreamsSettings = defaultEventStreamsSettings) {
    this.#deps = deps
    this.#settings = settings
  }

  get count(): number {
    return this.#count
  }

  /** @throws AppError `web/too-many-streams` */
  open(jobId: string, client: string, after: number): PassThrough {
    const held = this.#perClient.get(client) ?? 0
    if (held >= this.#settings.perClient || this.#count >= this.#settings.total) {
      throw new AppError('web/too-many-streams', 'limit', 'Too many event streams are open.', {
        advice: 'Close some, or ask for the events as JSON (Accept: application/json).',
        retryAfterSeconds: 30,
      })
    }
    const stream: Stream = { client, out: new PassThrough(), after, version: -1, stalledBeats: 0 }
    this.#perClient.set(client, held + 1)
    this.#count += 1
    const ofJob = this.#streams.get(jobId) ?? new Set()
    this.#streams.set(jobId, ofJob.add(stream))
    stream.out.once('close', () => this.#forget(jobId, stream))
    stream.out.on('error', () => stream.out.destroy())
    stream.out.on('drain', () => void this.#look())
    stream.out.write('retry: 2000\n\n')
    this.#start()
    void this.#look()
    return stream.out
  }

  /** Ends every stream; clients come back to the next server. */
  close(): void {
    for (const ofJob of this.#streams.values()) for (const { out } of ofJob) out.end()
    this.#stop()
  }

  #start(): void {
    this.#unsubscribe ??= this.#deps.feed.subscribe(() => this.#gather())
    this.#heartbeat ??= setInterval(() => {
      for (const ofJob of this.#streams.values()) for (const stream of ofJob) beat(stream)
      void this.#look()
    }, this.#settings.heartbeatMs).unref()
  }

  #stop(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
    clearTimeout(this.#gathering)
    this.#gathering = undefined
  }

  #forget(jobId: string, stream: Stream): void {
    const ofJob = this.#streams.get(jobId)
    if (ofJob?.delete(stream) !== true) return
    if (ofJob.size === 0) this.#streams.delete(jobId)
    this.#count -= 1
    const held = (this.#perClient.get(stream.client) ?? 1) - 1
    if (held === 0) this.#perClient.delete(stream.client)
    else this.#perClient.set(stream.client, held)
    if (this.#count === 0) this.#stop()
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      void this.#look()
    }, this.#settings.gatherMs).unref()
  }

  /** One look at a time; a call during a look makes another one after it. */
  async #look(): Promise<void> {
    this.#lookAgain = true
    if (this.#looking) return
    this.#looking = true
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false
        for (const [jobId, ofJob] of [...this.#streams]) await this.#serve(jobId, [...ofJob])
      }
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'the event streams could not read the jobs; the next look tries again')
    } finally {
      this.#looking = false
    }
  }

  async #serve(jobId: string, streams: readonly Stream[]): Promise<void> {
    const job = await this.#deps.jobs.find(jobId)
    if (job === undefined) {
      for (const stream of streams) end(stream)
      return
    }
    const stale = streams.filter((stream) => stream.version !== job.version && takesMore(stream))
    if (stale.length === 0) return
    const current = await this.#writeEvents(jobId, stale)
    const snapshot = frame('job', toJobStatusResponse(job, await this.#deps.jobs.queuePosition(jobId)))
    for (const stream of current) {
      stream.out.write(snapshot)
      stream.version = job.version
      if (!isOpen(job)) end(stream)
    }
  }

  /** Readers at the same place share the read; those that lag behind catch up first. Returns those that have everything. */
  async #writeEvents(jobId: string, streams: readonly Stream[]): Promise<readonly Stream[]> {
    for (;;) {
      const live = streams.filter(takesMore)
      if (live.length === 0) return live
      const events = await this.#deps.jobs.events(jobId, Math.min(...live.map(({ after }) => after)), eventsPerRead)
      for (const event of events) {
        const text = `id: ${event.sequence}\ndata: ${JSON.stringify(toJobEventResponse(event))}\n\n`
        for (const stream of live) {
          if (stream.after >= event.sequence) continue
          stream.out.write(text)
          stream.after = event.sequence
        }
      }
      if (events.length < eventsPerRead) return live.filter(({ out }) => out.writable)
    }
  }
}

const takesMore = ({ out }: Stream): boolean => out.writable && !out.writableNeedDrain

function beat(stream: Stream): void {
  if (takesMore(stream)) {
    stream.stalledBeats = 0
    stream.out.write(': still here\n\n')
    return
  }
  stream.stalledBeats += 1
  if (stream.stalledBeats >= maxStalledBeats) stream.out.destroy()
}

function end(stream: Stream): void {
  if (stream.out.writable) stream.out.end('event: end\ndata: {}\n\n')
}

const frame = (type: string, data: unknown): string => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
