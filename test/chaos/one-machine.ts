import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { built } from '../support/built.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import type { StartedProcess } from '../support/processes.js'
import { killWatched, type Fleet, type FleetPlace, type Recover, type Which } from './fleet.js'
import { frozen, signal, Witness } from './witness.js'

const workerStartMs = 20_000

/** A server with the worker that it keeps, and a second worker process on the same data. */
export class OneMachine implements Fleet {
  readonly server: CodewikiServer
  readonly #hasSecond: boolean
  readonly #witness = new Witness(() => [this.server.pid, this.#second?.pid ?? 0])
  #second: ChildProcess | undefined

  constructor({ environment, dataDir }: FleetPlace, { withSecondWorker }: { readonly withSecondWorker: boolean }) {
    this.server = new CodewikiServer(environment, { dataDir })
    this.#hasSecond = withSecondWorker
  }

  get dataDirs(): readonly string[] {
    return [this.server.dataDir]
  }

  async start(): Promise<void> {
    await this.server.start()
    this.#startSecond()
  }

  async killWorker(which: Which): Promise<Recover> {
    const pid = await this.#workerPid(which)
    this.#witness.look()
    signal(pid, 'SIGKILL')
    return which === 'second' ? () => this.#restartSecond() : async () => undefined
  }

  /** Its worker loses its parent, hands back what it runs and ends. */
  killServer(): Promise<Recover> {
    return killWatched(this.server, this.#witness)
  }

  async killAll(): Promise<Recover> {
    this.#witness.look()
    const worker = this.server.workerPid
    const gone = this.server.kill()
    this.#second?.kill('SIGKILL')
    if (worker !== 0) signal(worker, 'SIGKILL')
    await gone
    return async () => {
      await this.server.start()
      await this.#restartSecond()
    }
  }

  async redeploy(): Promise<void> {
    await this.server.terminate()
    await this.server.start()
  }

  async pauseWorker(which: Which, ms: number): Promise<void> {
    const pid = await this.#workerPid(which)
    signal(pid, 'SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, ms))
    signal(pid, 'SIGCONT')
  }

  whileFrozen<T>(work: () => Promise<T>): Promise<T> {
    return frozen([this.server.workerPid, this.#second?.pid ?? 0], work)
  }

  async stop(): Promise<void> {
    this.#witness.look()
    const second = this.#second
    this.#second = undefined
    if (second !== undefined && second.exitCode === null && second.signalCode === null) {
      second.kill('SIGTERM')
      await once(second, 'exit')
    }
    await this.server.terminate()
  }

  survivors(): readonly StartedProcess[] {
    return this.#witness.survivors()
  }

  #startSecond(): void {
    if (!this.#hasSecond) return
    const flags = JSON.stringify({ dataDir: this.server.dataDir })
    this.#second = fork(built('main/worker.js'), [], { env: { ...this.server.environment, CODEWIKI_FLAGS_JSON: flags } })
  }

  async #restartSecond(): Promise<void> {
    const second = this.#second
    if (second !== undefined && second.exitCode === null && second.signalCode === null) await once(second, 'exit')
    this.#startSecond()
  }

  /** The server's own worker may be about to be started again. */
  async #workerPid(which: Which): Promise<number> {
    const deadline = Date.now() + workerStartMs
    for (;;) {
      const pid = which === 'first' ? this.server.workerPid : (this.#second?.pid ?? 0)
      if (pid !== 0) return pid
      if (Date.now() > deadline) throw new Error('the server has started no worker')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
