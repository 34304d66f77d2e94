import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CodewikiServer } from '../../../test/support/codewiki-server.js'
import { GitServer } from '../../../test/support/git-server.js'
import { largeProjectFiles } from '../../../test/support/large-project.js'
import { digits, progress, quantile, table, title, type Finding } from '../../report.js'
import { askOnce, startBareServer } from './http.js'

const promisedMs = 50
const everyMs = 50
const perRoundMs = 20_000
/** More than are done in a round. */
const waiting = 33

/** `/healthz` while two jobs at a time document repositories of 241 files; beside it a bare route on the same machine at the same moments. */
export async function healthPart(rounds: number): Promise<Finding[]> {
  const git = await GitServer.start()
  const paths = Array.from({ length: waiting * rounds }, (_, at) => `health/project-${at}`)
  for (const path of paths) git.create(path, largeProjectFiles(path))
  // From the disk, so that nothing of the jobs runs in this process.
  const server = new CodewikiServer({ CODEWIKI_CONCURRENCY: '2', CODEWIKI_LOCAL_ROOTS: git.folder, CODEWIKI_SUBMITS_PER_MINUTE: '1000000', CODEWIKI_LEASE_SECONDS: '30' })
  await server.start()
  const bare = await startBareServer()
  progress(`health: ${(perRoundMs * rounds) / 1000} s`)
  const idle = await askFor(5_000, server.url, bare.url)
  for (const path of paths) {
    const { status, body } = await server.submit({ repo_url: join(git.folder, path) })
    if (status !== 202) throw new Error(`a submission was refused: ${JSON.stringify(body)}`)
  }
  const busy = await askFor(perRoundMs * rounds, server.url, bare.url)
  const { open } = await server.leftovers()
  bare.end()
  await server.stop()
  await git.stop()
  const row = (name: string, waits: readonly number[]) => [name, String(waits.length), ...[0.5, 0.99, 1].map((share) => digits(quantile(waits, share)))]
  title(`/healthz every ${everyMs} ms, two jobs at a time (${paths.length - open} done meanwhile)`)
  table(['', 'asked', 'p50 ms', 'p99 ms', 'max ms'], [row('idle', idle.ours), row('busy', busy.ours), row('idle: a bare Fastify route', idle.bare), row('busy: a bare Fastify route', busy.bare)])
  if (open === 0) throw new Error('the jobs were done before the time was up: the machine was not busy all the while')
  const p99 = quantile(busy.ours, 0.99)
  return [{ goal: '/healthz p99 <= 50 ms while jobs run', figure: `${digits(p99)} ms (a bare route: ${digits(quantile(busy.bare, 0.99))} ms)`, isMet: p99 <= promisedMs }]
}

interface Waits {
  readonly ours: readonly number[]
  readonly bare: readonly number[]
}

/** Both are asked at fixed moments, whether or not the answer before has come: who is slow is not asked less. */
async function askFor(ms: number, ours: string, bare: string): Promise<Waits> {
  const agent = new Agent({ keepAlive: true })
  const asked: Promise<readonly [number, number]>[] = []
  const start = performance.now()
  for (let at = 0; at * everyMs < ms; at += 1) {
    await delay(Math.max(0, start + at * everyMs - performance.now()))
    asked.push(Promise.all([latency(ours, agent), latency(bare, agent)]))
  }
  const waits = await Promise.all(asked)
  agent.destroy()
  return { ours: waits.map(([one]) => one), bare: waits.map(([, other]) => other) }
}

async function latency(url: string, agent: Agent): Promise<number> {
  const { status, ms } = await askOnce(url, agent, '/healthz')
  if (status !== 200) throw new Error(`/healthz answered ${status}`)
  return ms
}
