import { CodewikiWorker } from '../support/codewiki-worker.js'

const restartDelayMs = 300

/** A machine that keeps `codewiki worker` running, as systemd or Kubernetes would. */
export class WorkerMachine {
  readonly dataDir: string
  readonly #environment: Readonly<Record<string, string>>
  #worker: CodewikiWorker | undefined
  #wanted = false

  constructor(environment: Readonly<Record<string, string>>, dataDir: string) {
    this.#environment = environment
    this.dataDir = dataDir
  }

  /** 0: it is just being started again, or shall not run. */
  get pid(): number {
    return this.#worker?.isRunning === true ? this.#worker.pid : 0
  }

  /** Waits while it is being started again. */
  async runningPid(): Promise<number> {
    while (this.pid === 0) await new Promise((resolve) => setTimeout(resolve, restartDelayMs / 10))
    return this.pid
  }

  /** Can be called while it runs. */
  start(): void {
    this.#wanted = true
    if (this.#worker?.isRunning === true) return
    const worker = new CodewikiWorker(this.#environment, { dataDir: this.dataDir })
    this.#worker = worker
    worker.onExit(() => setTimeout(() => this.#restart(worker), restartDelayMs))
  }

  /** Until it is started again. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#wanted = false
    await this.#worker?.end(signal)
  }

  #restart(ended: CodewikiWorker): void {
    if (this.#wanted && this.#worker === ended) this.start()
  }
}
