import { fork, type ChildProcess } from 'node:child_process'
import type { Logger } from '../platform/logger.js'
import { flagsVariable } from './config.js'
import { usualWatch, watchWorker, type WatchSettings } from './worker-watch.js'

const restartDelayMs = 1_000
const usualLastChanceMs = 15_000

export interface WorkerProcessSettings {
  /** The built `main/worker.js`. */
  readonly entry: URL
  /** How long the worker may take to hand back its jobs when it is told to stop. */
  readonly graceMs: number
  readonly watch?: WatchSettings
  /** Beyond the grace; one that has not ended then is killed. */
  readonly lastChanceMs?: number
}

/** Keeps one worker process running: what crashes it, or keeps it from ever doing anything else, costs an attempt, never the server. */
export class WorkerProcess {
  readonly #flags: string
  readonly #settings: WorkerProcessSettings
  readonly #logger: Logger
  #child: ChildProcess | undefined
  #stopping = false

  constructor(flags: Readonly<Record<string, string | undefined>>, settings: WorkerProcessSettings, logger: Logger) {
    this.#flags = JSON.stringify(flags)
    this.#settings = settings
    this.#logger = logger
  }

  get child(): ChildProcess | undefined {
    return this.#child
  }

  start(): void {
    const child = fork(this.#settings.entry, [], { env: { ...process.env, [flagsVariable]: this.#flags }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child = child
    watchWorker(child, this.#settings.watch ?? usualWatch, () => {
      this.#logger.error({ worker_pid: child.pid }, 'the worker process has not answered for long; ending it')
      child.kill('SIGKILL')
    })
    child.once('exit', (code, signal) => {
      this.#child = undefined
      if (this.#stopping) return
      this.#logger.error({ code, signal }, 'the worker process ended; starting another')
      setTimeout(() => {
        if (!this.#stopping) this.start()
      }, restartDelayMs)
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child === undefined) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    // One that hangs does not hear it.
    const lastChance = setTimeout(() => child.kill('SIGKILL'), this.#settings.graceMs + (this.#settings.lastChanceMs ?? usualLastChanceMs))
    await exited
    clearTimeout(lastChance)
  }
}
