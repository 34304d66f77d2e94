import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { run, type Runner, type WorkerEvents } from 'graphile-worker'
import type { PoolClient } from 'pg'
import { Bell } from '../../../platform/postgres/bell.js'
import { query } from '../../../platform/postgres/query.js'
import { settledWithin } from '../../settled-within.js'
import type { WakeReason, WakeUp } from '../../wake-up.js'
import { engineOptions, type GraphileEngine } from './graphile-engine.js'

/** What our rows of the engine are called. */
const task = 'codewiki-hint'
/** The engine's own channel: every runner listens on it. */
const channel = 'jobs:insert'
/** Nothing for the engine to look for. */
const steered = '{"count":0,"reason":"steered"}'
/** A hint that is due later is found within this. */
const pollMs = 1_000
const stopWithinMs = 5_000
const restartDelayMs = 1_000
/** Otherwise a completion that fails is a rejection that nobody handles, which ends the process, and `stop` does not wait for it. */
const notedInBatches = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }
/** Of looking for hints, one after the other. A runner whose very first look failed (0.17.3 keeps its failure) never recovers by itself. */
const mostFailures = 3

/**
 * graphile-worker as the bell between processes. The jobs' rows are the truth and a claim on one is the right to run; an engine job
 * says no more than "look at these jobs at this time". It may come twice, late, to a worker that is busy, or not at all: workers also poll.
 *
 * Every runner hears at once that hints were added. One of them takes the hint, when it is due, and is done with it. A hint that was
 * taken by a process which was killed stays locked in the engine for hours; nobody waits for it, and a new hint for the same job
 * takes its place.
 */
export class GraphileWakeUp implements WakeUp {
  readonly #engine: GraphileEngine
  readonly #bells: Readonly<Record<WakeReason, Bell>>
  readonly #listeners = new Set<(reason: WakeReason) => void>()
  readonly #stopping = new AbortController()
  #runner: Runner | undefined
  #life: Promise<void> | undefined

  /** Migrate the engine first. The pool needs three connections for a process that calls `start`. */
  constructor(engine: GraphileEngine) {
    this.#engine = engine
    const bell = (payload: string) => new Bell(engine.pool, { channel, payload, logger: engine.logger })
    this.#bells = { work: bell('{"count":1}'), steered: bell(steered) }
  }

  /**
   * Inside the caller's transaction: the hint is there when its jobs are, or neither. Of one job there is one hint, and the last says when;
   * jobs that come together share a hint.
   */
  async enqueueHint(client: PoolClient, jobIds: readonly string[], runAt: Date | undefined): Promise<void> {
    const [one, ...more] = jobIds
    await query.run(
      client,
      `SELECT FROM "${this.#engine.schema}".add_job('${task}', json_build_object('job_ids', $1::text[]), run_at := $2::timestamptz, job_key := $3::text)`,
      jobIds,
      runAt ?? null,
      more.length === 0 ? (one ?? null) : null,
    )
  }

  /** Calls the listeners of this process at once, and those of every process that has started. Many calls at once become one or two. */
  notify(reason: WakeReason = 'work'): void {
    this.ring(reason)
    this.#bells[reason].ring()
  }

  subscribe(listener: (reason: WakeReason) => void): () => void {
    // A wrapper, so that one function may subscribe twice.
    const listen = (reason: WakeReason) => listener(reason)
    this.#listeners.add(listen)
    return () => this.#listeners.delete(listen)
  }

  /** Calls the listeners of this process only: for what a hint tells the others. */
  ring(reason: WakeReason): void {
    for (const listener of this.#listeners) listener(reason)
  }

  /** Only in processes that run jobs. Resolves at once; a runner that cannot start, or ends, is started again until `stop`. */
  start(): void {
    this.#life ??= this.#live()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    const ended = Promise.all([this.#runner?.stop().catch(() => undefined), this.#life])
    if (!(await settledWithin(stopWithinMs, ended))) this.#engine.logger.warn('the queue engine did not stop in time')
  }

  async #live(): Promise<void> {
    const { signal } = this.#stopping
    // Told of another's migration anywhere in the database, a runner ends and sets the exit code, which is not the engine's to say.
    const exitCode = process.exitCode
    while (!signal.aborted) {
      try {
        this.#runner = await this.#startRunner()
        if (signal.aborted) await this.#runner.stop()
        else await this.#runner.promise
      } catch (error) {
        this.#engine.logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'the queue engine ended')
      }
      process.exitCode = exitCode
      await delay(restartDelayMs, undefined, { signal }).catch(() => undefined)
    }
  }

  #startRunner(): Promise<Runner> {
    return run({
      ...engineOptions(this.#engine),
      events: this.#watch(new EventEmitter() as WorkerEvents),
      concurrency: 1,
      pollInterval: pollMs,
      noHandleSignals: true,
      parsedCronItems: [],
      preset: { worker: notedInBatches },
      taskList: { [task]: async () => this.ring('work') },
    })
  }

  #watch(events: WorkerEvents): WorkerEvents {
    events.on('pool:listen:notification', ({ message }) => this.ring(message.payload === steered ? 'steered' : 'work'))
    // What was added while nobody listened.
    events.on('pool:listen:success', () => this.ring('work'))
    let failures = 0
    events.on('worker:getJob:empty', () => (failures = 0))
    events.on('job:start', () => (failures = 0))
    events.on('worker:getJob:error', () => {
      failures += 1
      if (failures === mostFailures) void this.#runner?.stop().catch(() => undefined)
    })
    return events
  }

}
