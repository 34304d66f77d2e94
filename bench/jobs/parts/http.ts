import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { CodewikiServer } from '../../../test/support/codewiki-server.js'
import type { Lab } from '../lab.js'
import { digits, progress, quantile, table, title, type Finding } from '../../report.js'

const clients = 1_000
const requestsEach = 4

export interface Answer {
  readonly status: number
  readonly ms: number
}

interface Asked {
  readonly path: string
  /** Of the n-th request. */
  readonly body?: (at: number) => object
}

/** Every client has a connection of its own, already open, and asks again as soon as it has its answer. */
async function ask(url: string, agent: Agent, { path, body }: Asked, each = requestsEach): Promise<{ readonly perSecond: number; readonly answers: readonly Answer[] }> {
  const start = performance.now()
  const client = async (_: unknown, number: number) => {
    const answers: Answer[] = []
    for (let at = 0; at < each; at += 1) answers.push(await askOnce(url, agent, path, body?.(number * each + at)))
    return answers
  }
  const answers = (await Promise.all(Array.from({ length: clients }, client))).flat()
  return { perSecond: (answers.length * 1000) / (performance.now() - start), answers }
}

export function askOnce(url: string, agent: Agent, path: string, body?: object): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const start = performance.now()
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, agent, path, method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, ms: performance.now() - start }))
    })
    asking.once('error', reject)
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** The least that answers; in a process of its own. */
export async function startBareServer(): Promise<{ readonly url: string; readonly pid: number; readonly end: () => void }> {
  const bare = fork(fileURLToPath(new URL('jobs-bare-server-child.mjs', import.meta.url)))
  const [url] = (await once(bare, 'message')) as [string]
  return { url, pid: bare.pid ?? 0, end: () => void bare.kill() }
}

const submission: Asked = { path: '/api/jobs', body: (at) => ({ repo_url: `http://127.0.0.1:9/owner/repository-${at}` }) }

/** Against the real server, whose queue is paused so that only submitting is measured; beside it what the same clients get from less. */
export async function httpPart(lab: Lab): Promise<Finding[]> {
  const postgres = await lab.postgres()
  const { name } = await lab.place()
  const roomy = { CODEWIKI_QUEUE_SIZE: '1000000', CODEWIKI_SUBMITS_PER_MINUTE: '1000000' }
  const rows: string[][] = []
  const p99s: number[] = []
  const measure = async (label: string, url: string, asked: Asked, expected: number) => {
    progress(`HTTP: ${label}`)
    const agent = new Agent({ keepAlive: true, maxSockets: clients })
    await ask(url, agent, { path: '/healthz' }, 1)
    const { perSecond, answers } = await ask(url, agent, asked)
    agent.destroy()
    const waits = answers.map(({ ms }) => ms)
    const refused = answers.filter(({ status }) => status !== expected).length
    rows.push([label, digits(perSecond), digits(quantile(waits, 0.5)), digits(quantile(waits, 0.99)), String(refused)])
    p99s.push(quantile(waits, 0.99))
  }
  const { url, end } = await startBareServer()
  await measure('bare Fastify, JSON in and out, nothing stored', url, submission, 202)
  end()
  for (const [label, environment] of [
    ['SQLite', roomy],
    ['PostgreSQL', { ...roomy, DATABASE_URL: postgres.url, CODEWIKI_DATABASE_SCHEMA: name }],
  ] as const) {
    const server = new CodewikiServer(environment)
    await server.start()
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    await measure(`/healthz of the server (${label})`, server.url, { path: '/healthz' }, 200)
    await measure(`POST /api/jobs, durable in ${label}`, server.url, submission, 202)
    await server.stop()
  }
  title(`Submit over HTTP: ${clients} concurrent clients, ${clients * requestsEach} requests`)
  table(['', 'requests /s', 'p50 ms', 'p99 ms', 'not accepted'], rows)
  return []
}
