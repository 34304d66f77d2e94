import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { built } from './built.js'
import { testEnvironment } from './codewiki-server.js'

/** `codewiki worker` as on a machine of its own: its own process and data folder. */
export class CodewikiWorker {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'codewiki-worker-'))
  readonly #child: ChildProcess

  constructor(environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [fileURLToPath(built('main/cli.js')), 'worker', '--data-dir', this.dataDir], {
      env: { ...testEnvironment(this.dataDir), ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit')
      this.#child.kill(signal)
      await exited
    }
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 })
    return this.#child.exitCode
  }
}
