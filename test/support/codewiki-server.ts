import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { built } from './built.js'
import { childrenOf } from './processes.js'

export interface ServerPlace {
  /** A folder of its own, unless given. */
  readonly dataDir?: string
  /** A command that runs the server: `['prlimit', '--nofile=64']`. */
  readonly under?: readonly string[]
  /** More flags of `codewiki serve`. */
  readonly flags?: readonly string[]
}

export interface LoggedEvent {
  readonly sequence: number
  readonly status: string
  readonly message: string
  readonly at: string
}

/** Settings that every process of ours under test gets: repositories on this machine, short leases, quiet. */
export const testEnvironment = (home: string): Readonly<Record<string, string | undefined>> => ({
  PATH: process.env['PATH'],
  HOME: home,
  CODEWIKI_LOG_LEVEL: 'silent',
  CODEWIKI_ALLOW_HTTP: 'true',
  CODEWIKI_ALLOWED_CIDRS: '127.0.0.0/8',
  CODEWIKI_LEASE_SECONDS: '2',
})

/** The real server as users start it: its own process, worker and data folder. */
export class CodewikiServer {
  readonly dataDir: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly #under: readonly string[]
  readonly #flags: readonly string[]
  #child: ChildProcess | undefined
  url = ''

  constructor(environment: Readonly<Record<string, string>> = {}, { dataDir, under = [], flags = [] }: ServerPlace = {}) {
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), 'codewiki-data-'))
    this.#under = under
    this.#flags = flags
    this.environment = { ...testEnvironment(this.dataDir), ...environment }
  }

  async start(): Promise<void> {
    const serve = [process.execPath, fileURLToPath(built('main/cli.js')), 'serve', '--port', '0', '--data-dir', this.dataDir, ...this.#flags]
    const [command = process.execPath, ...args] = [...this.#under, ...serve]
    const child = spawn(command, args, { env: this.environment, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    this.url = await new Promise<string>((resolve, reject) => {
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const url = /serves (http:\S+)/.exec(output)?.[1]
        if (url !== undefined) resolve(url)
      })
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
    })
  }

  /** Of the server; its worker is a child of it. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Of the worker process that it keeps running; 0 while there is none. */
  get workerPid(): number {
    return childrenOf(this.pid).find(({ line }) => line.includes('main/worker.js'))?.pid ?? 0
  }

  /** Ends the server as a power cut would; its worker loses its parent and goes too. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 })
  }

  async submit(body: Readonly<Record<string, unknown>>): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    const answer = await fetch(`${this.url}/api/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  /** Something done to a job: `cancel`, `pause`, …; returns the status. */
  async act(id: string, action: string): Promise<number> {
    return (await fetch(`${this.url}/api/jobs/${id}/${action}`, { method: 'POST' })).status
  }

  /** The whole log of a job. */
  async events(id: string): Promise<readonly LoggedEvent[]> {
    const answer = await fetch(`${this.url}/api/jobs/${id}/events?limit=1000`, { headers: { accept: 'application/json' } })
    return ((await answer.json()) as { readonly events: readonly LoggedEvent[] }).events
  }

  /** As a browser without scripts: the form of the start page. */
  submitForm(fields: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(`${this.url}/`, { method: 'POST', redirect: 'manual', headers: { accept: 'text/html' }, body: new URLSearchParams(fields) })
  }

  async job(id: string): Promise<Record<string, unknown>> {
    return (await (await fetch(`${this.url}/api/jobs/${id}`)).json()) as Record<string, unknown>
  }

  /** The job once it has ended, however it ended. */
  async ended(id: string, timeoutMs = 55_000): Promise<Record<string, unknown>> {
    const deadline = Date.now() + timeoutMs
    for (;;) {
      const job = await this.job(id)
      if (job['completed_at'] !== null) return job
      if (Date.now() > deadline) throw new Error(`the job has not ended: ${JSON.stringify(job['progress'])}`)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }

  /** Jobs that are queued or running, and what lies in the folder of running attempts. Nothing, when nothing is stuck. */
  async leftovers(): Promise<{ readonly open: number; readonly folders: readonly string[] }> {
    const metrics = await (await fetch(`${this.url}/metrics`)).text()
    const open = ['queued', 'processing'].map((state) => Number(new RegExp(`codewiki_jobs\\{state="${state}"\\} (\\d+)`).exec(metrics)?.[1]))
    return { open: open.reduce((sum, count) => sum + count, 0), folders: readdirSync(join(this.dataDir, 'tmp')) }
  }

  /** As an operator would; resolves when the process is gone. The data stays. */
  async terminate(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
}
