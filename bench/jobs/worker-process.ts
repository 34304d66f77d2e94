import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Contender, Place } from './engine.js'

export type WorkerMessage = 'ready' | { readonly started: number; readonly atMs: number }

export interface WorkerSettings {
  readonly concurrency: number
  /** Its jobs never end. */
  readonly holds?: boolean
}

/** Another process that works on a contender's queue. */
export class WorkerProcess {
  /** Called with the moment of the machine's monotonic clock. */
  onStart: (id: number, atMs: number) => void = () => undefined
  readonly child: ChildProcess

  private constructor(contender: Contender, place: Place, { concurrency, holds = false }: WorkerSettings) {
    const settings = JSON.stringify({ name: contender.name, place, concurrency, holds })
    this.child = fork(fileURLToPath(new URL('jobs-worker-child.mjs', import.meta.url)), [settings], { execArgv: ['--enable-source-maps'] })
  }

  static async start(contender: Contender, place: Place, settings: WorkerSettings): Promise<WorkerProcess> {
    const worker = new WorkerProcess(contender, place, settings)
    await new Promise<void>((resolve, reject) => {
      worker.child.on('message', (message: WorkerMessage) => {
        if (message === 'ready') resolve()
        else worker.onStart(message.started, message.atMs)
      })
      worker.child.once('exit', (code) => reject(new Error(`a worker of ${contender.name} ended with ${code}`)))
    })
    return worker
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await exited
  }
}

export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
