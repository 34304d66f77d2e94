import { expect } from 'vitest'
import { CodewikiServer } from './codewiki-server.js'
import { CodewikiWorker } from './codewiki-worker.js'
import type { GitServer } from './git-server.js'
import type { PostgresServer } from './postgres-server.js'

/** A project of forty files. */
export const clusterFiles: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`src/part${at % 5}/file${at}.ts`, `/** Does ${at}. */\nexport function work${at}(n: number): number {\n  return n + ${at}\n}\n`]),
)

/** A web process without a worker, and workers with nothing in common but the database. */
export class Cluster implements AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>
  readonly web: CodewikiServer
  readonly #git: GitServer
  readonly #workers: CodewikiWorker[] = []

  constructor(git: GitServer, postgres: PostgresServer, environment: Readonly<Record<string, string>> = {}) {
    this.#git = git
    this.environment = { DATABASE_URL: postgres.url, CODEWIKI_DATABASE_SCHEMA: postgres.freshSchema(), ...environment }
    this.web = new CodewikiServer(this.environment, { flags: ['--no-worker'] })
  }

  addWorker(environment: Readonly<Record<string, string>> = {}): CodewikiWorker {
    const worker = new CodewikiWorker({ ...this.environment, CODEWIKI_CONCURRENCY: '1', ...environment })
    this.#workers.push(worker)
    return worker
  }

  async submit(name: string): Promise<string> {
    this.#git.create(name, { ...clusterFiles, 'README.md': `# ${name}\n` })
    const { status, body } = await this.web.submit({ repo_url: this.#git.url(name) })
    expect(status).toBe(202)
    return String(body['job_id'])
  }

  async reached(id: string, status: string): Promise<void> {
    await expect.poll(async () => (await this.web.job(id))['status'], { timeout: 60_000, interval: 20 }).toBe(status)
  }

  async page(name: string): Promise<string> {
    const answer = await fetch(`${this.web.url}/wiki/127.0.0.1:${this.#git.port}/${name}/overview`)
    expect(answer.status).toBe(200)
    return answer.text()
  }

  async completions(id: string): Promise<number> {
    return (await this.web.events(id)).filter(({ message }) => message === 'Completed').length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end('SIGKILL')))
    await this.web.stop()
  }
}
