import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CodewikiServer } from '../support/codewiki-server.js'
import type { StartedProcess } from '../support/processes.js'
import { killWatched, type Fleet, type FleetPlace, type Recover, type Which } from './fleet.js'
import { WorkerMachine } from './worker-machine.js'
import { frozen, Witness } from './witness.js'

/** A server that runs no jobs, and workers on machines of their own: the database is all that they share. */
export class ManyMachines implements Fleet {
  readonly server: CodewikiServer
  readonly #workers: Readonly<Record<Which, WorkerMachine>>
  readonly #witness = new Witness(() => [this.server.pid, ...this.#workerPids()])

  constructor({ environment, dataDir }: FleetPlace) {
    const [web, first, second] = ['web', 'worker-1', 'worker-2'].map((name) => newFolder(join(dataDir, name))) as [string, string, string]
    this.server = new CodewikiServer(environment, { dataDir: web, flags: ['--no-worker'] })
    this.#workers = { first: new WorkerMachine(environment, first), second: new WorkerMachine(environment, second) }
  }

  get dataDirs(): readonly string[] {
    return [this.server.dataDir, ...this.#machines().map(({ dataDir }) => dataDir)]
  }

  async start(): Promise<void> {
    await this.server.start()
    this.#startWorkers()
  }

  async killWorker(which: Which): Promise<Recover> {
    this.#witness.look()
    await this.#workers[which].end('SIGKILL')
    return async () => this.#startWorkers()
  }

  killServer(): Promise<Recover> {
    return killWatched(this.server, this.#witness)
  }

  async killAll(): Promise<Recover> {
    this.#witness.look()
    await Promise.all([this.server.kill(), ...this.#machines().map((machine) => machine.end('SIGKILL'))])
    return () => this.start()
  }

  async redeploy(): Promise<void> {
    await this.#end()
    await this.start()
  }

  async pauseWorker(which: Which, ms: number): Promise<void> {
    await frozen([await this.#workers[which].runningPid()], () => new Promise((resolve) => setTimeout(resolve, ms)))
  }

  whileFrozen<T>(work: () => Promise<T>): Promise<T> {
    return frozen(this.#workerPids(), work)
  }

  async stop(): Promise<void> {
    this.#witness.look()
    await this.#end()
  }

  survivors(): readonly StartedProcess[] {
    return this.#witness.survivors()
  }

  async #end(): Promise<void> {
    await Promise.all([this.server.terminate(), ...this.#machines().map((machine) => machine.end('SIGTERM'))])
  }

  #startWorkers(): void {
    for (const machine of this.#machines()) machine.start()
  }

  #machines(): WorkerMachine[] {
    return Object.values(this.#workers)
  }

  #workerPids(): number[] {
    return this.#machines().map(({ pid }) => pid)
  }
}

function newFolder(path: string): string {
  mkdirSync(path)
  return path
}
