import { fork, type ChildProcess } from 'node:child_process'
import type { Logger } from '../platform/logger.js'
import { flagsVariable } from './config.js'

const restartDelayMs = 1_000

/** Keeps one worker process running: what crashes it costs an attempt, never the server. */
export class WorkerProcess {
  readonly #flags: string
  readonly #logger: Logger
  #child: ChildProcess | undefined
  #stopping = false

  constructor(flags: Readonly<Record<string, string | undefined>>, logger: Logger) {
    this.#flags = JSON.stringify(flags)
    this.#logger = logger
  }

  get child(): ChildProcess | undefined {
    return this.#child
  }

  start(): void {
    const child = fork(new URL('./worker.js', import.meta.url), [], { env: { ...process.env, [flagsVariable]: this.#flags }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child = child
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
    await exited
  }
}
