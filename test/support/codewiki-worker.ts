import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { built } from './built.js'
import { testEnvironment } from './codewiki-server.js'

/** `codewiki worker` as on a machine of its own: its own process and data folder, which it takes with it unless it was given. */
export class CodewikiWorker {
  readonly dataDir: string
  readonly #ownsFolder: boolean
  readonly #child: ChildProcess

  constructor(environment: Readonly<Record<string, string>>, { dataDir }: { readonly dataDir?: string } = {}) {
    this.#ownsFolder = dataDir === undefined
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), 'codewiki-worker-'))
    this.#child = spawn(process.execPath, [fileURLToPath(built('main/cli.js')), 'worker', '--data-dir', this.dataDir], {
      env: { ...testEnvironment(this.dataDir), ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.#child.kill(signal)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Calls once it has ended, however it did. */
  onExit(listener: () => void): void {
    this.#child.once('exit', listener)
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<number | null> {
    if (this.isRunning) {
      const exited = once(this.#child, 'exit')
      this.#child.kill(signal)
      await exited
    }
    if (this.#ownsFolder) rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 })
    return this.#child.exitCode
  }
}
