import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { built } from '../support/built.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import { descendantsOf, isAlive, type StartedProcess } from '../support/processes.js'

export interface FleetPlace {
  readonly environment: Readonly<Record<string, string>>
  readonly dataDir: string
}

type Which = 'own' | 'second'

/** Starts again what was killed. */
export type Recover = () => Promise<void>

const workerStartMs = 20_000

/** A server with the worker that it keeps, and a second worker process on the same data. */
export class Fleet {
  readonly server: CodewikiServer
  readonly #hasSecond: boolean
  /** Whatever ran when something was killed; nothing of it may outlive the run. */
  readonly #witnessed = new Map<string, StartedProcess>()
  #second: ChildProcess | undefined

  constructor({ environment, dataDir }: FleetPlace, { withSecondWorker }: { readonly withSecondWorker: boolean }) {
    this.server = new CodewikiServer(environment, { dataDir })
    this.#hasSecond = withSecondWorker
  }

  async start(): Promise<void> {
    await this.server.start()
    this.#startSecond()
  }

  async killWorker(which: Which): Promise<Recover> {
    const pid = await this.#workerPid(which)
    this.#witness()
    process.kill(pid, 'SIGKILL')
    return which === 'second' ? () => this.#restartSecond() : async () => undefined
  }

  /** Its worker loses its parent, hands back what it runs and ends. */
  async killServer(): Promise<Recover> {
    this.#witness()
    await this.server.kill()
    return () => this.server.start()
  }

  /** As a power cut, but for the disk. */
  async killAll(): Promise<Recover> {
    this.#witness()
    const worker = this.server.workerPid
    const gone = this.server.kill()
    this.#second?.kill('SIGKILL')
    if (worker !== 0) process.kill(worker, 'SIGKILL')
    await gone
    return async () => {
      await this.server.start()
      await this.#restartSecond()
    }
  }

  /** As an operator brings in a new version. */
  async redeploy(): Promise<void> {
    await this.server.terminate()
    await this.server.start()
  }

  async pauseWorker(which: Which, ms: number): Promise<void> {
    const pid = await this.#workerPid(which)
    process.kill(pid, 'SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, ms))
    process.kill(pid, 'SIGCONT')
  }

  /** Does something while no worker moves: what it reads stays true until it ends. */
  async whileFrozen<T>(work: () => Promise<T>): Promise<T> {
    const pids = [this.server.workerPid, this.#second?.pid ?? 0].filter((pid) => pid !== 0)
    for (const pid of pids) signal(pid, 'SIGSTOP')
    try {
      return await work()
    } finally {
      for (const pid of pids) signal(pid, 'SIGCONT')
    }
  }

  async stop(): Promise<void> {
    this.#witness()
    const second = this.#second
    this.#second = undefined
    if (second !== undefined && second.exitCode === null && second.signalCode === null) {
      second.kill('SIGTERM')
      await once(second, 'exit')
    }
    await this.server.terminate()
  }

  /** Of everything that ever ran. */
  survivors(): readonly StartedProcess[] {
    return [...this.#witnessed.values()].filter(isAlive)
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
      const pid = which === 'own' ? this.server.workerPid : (this.#second?.pid ?? 0)
      if (pid !== 0) return pid
      if (Date.now() > deadline) throw new Error('the server has started no worker')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  #witness(): void {
    for (const ancestor of [this.server.pid, this.#second?.pid ?? 0]) {
      for (const one of ancestor === 0 ? [] : descendantsOf(ancestor)) this.#witnessed.set(`${one.pid} ${one.started}`, one)
    }
  }
}

/** It may have ended a moment ago. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    return
  }
}
