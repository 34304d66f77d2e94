import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { CodewikiServer } from '../../../test/support/codewiki-server.js'
import { digits, median, progress, quantile, table, title, times, type Finding } from '../../report.js'
import { cpuMs } from '../process-cost.js'
import { startBareServer } from './http.js'

const clients = 1_000
const queueSize = 100
const promisedMs = 100

/** Bursts before the one that counts: a program that has just started runs code that is not compiled yet. */
const warmUps = 20

interface Burst {
  readonly p50: number
  readonly p99: number
  /** Processor time of the process that answers. */
  readonly cpuMs: number
  /** Answers by status. */
  readonly statuses: ReadonlyMap<string, number>
}

interface Bursts {
  /** Of a process that has just started. */
  readonly first: Burst
  readonly last: Burst
}

interface Asked {
  readonly url: string
  readonly pid: number
  /** Makes room for the next burst. */
  readonly empty: () => Promise<void>
}

/**
 * 1,000 submissions at the same moment into a queue of 100, and the same 1,000 to a bare route. The clients are written at the socket, with
 * connections that are open already, so that the figures are the server's: Node's own client costs as much as the server.
 */
export async function burstPart(rounds: number): Promise<Finding[]> {
  const ours: Bursts[] = []
  const bare: Bursts[] = []
  for (let round = 0; round < rounds; round += 1) {
    progress(`burst: round ${round + 1} of ${rounds}`)
    const server = new CodewikiServer({ CODEWIKI_QUEUE_SIZE: String(queueSize), CODEWIKI_SUBMITS_PER_MINUTE: '1000000' })
    await server.start()
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    ours.push(await bursts({ url: server.url, pid: server.pid, empty: () => cancelQueued(server) }))
    await server.stop()
    const route = await startBareServer()
    bare.push(await bursts({ ...route, empty: async () => undefined }))
    route.end()
  }
  title(`${clients} submissions at once into a queue of ${queueSize}, median of ${rounds} rounds`)
  table(
    ['', 'p50 ms', 'p99 ms', 'CPU ms of the server', 'just started: p99 ms', 'CPU ms', 'answers'],
    [row('CodeWiki, SQLite', ours), row('a bare Fastify route, nothing stored', bare)],
  )
  const p99Of = (all: readonly Bursts[]) => median(all.map(({ last }) => last.p99))
  const [p99, floor] = [p99Of(ours), p99Of(bare)]
  const all = ours.flatMap(({ first, last }) => [first, last])
  const isRight = all.every(({ statuses }) => statuses.get('202') === queueSize && statuses.get('503') === clients - queueSize)
  return [
    { goal: `${clients} at once into a queue of ${queueSize}: ${queueSize} accepted, the others refused`, figure: all.map(told).join('; '), isMet: isRight },
    { goal: `p99 < ${promisedMs} ms`, figure: `${digits(p99)} ms, ${times(p99 / floor)} of a bare route (${digits(floor)} ms)`, isMet: p99 < promisedMs },
  ]
}

function row(name: string, all: readonly Bursts[]): string[] {
  const of = (pick: (one: Bursts) => number) => digits(median(all.map(pick)))
  const figures = [of(({ last }) => last.p50), of(({ last }) => last.p99), of(({ last }) => last.cpuMs), of(({ first }) => first.p99), of(({ first }) => first.cpuMs)]
  return [name, ...figures, all.map(({ last }) => told(last)).join('; ')]
}

const told = ({ statuses }: Burst): string => [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')

async function cancelQueued(server: CodewikiServer): Promise<void> {
  const { jobs } = (await (await fetch(`${server.url}/api/jobs?status=queued&limit=200`)).json()) as { readonly jobs: readonly { readonly job_id: string }[] }
  for (const { job_id } of jobs) await server.act(job_id, 'cancel')
}

async function bursts({ url, pid, empty }: Asked): Promise<Bursts> {
  const { host, hostname, port } = new URL(url)
  const sockets = await Promise.all(
    Array.from({ length: clients }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      await once(socket, 'connect')
      return socket
    }),
  )
  const ask = async (number: number) => {
    const before = cpuMs(pid)
    const seen = await burst(sockets, (at) => post(host, { repo_url: `http://127.0.0.1:9/owner/repository-${number}-${at}` }))
    return { ...seen, cpuMs: cpuMs(pid) - before }
  }
  const first = await ask(0)
  let last = first
  for (let number = 1; number <= warmUps; number += 1) {
    await empty()
    last = await ask(number)
  }
  for (const socket of sockets) socket.destroy()
  return { first, last }
}

function post(host: string, body: object): string {
  const text = JSON.stringify(body)
  return `POST /api/jobs HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

async function burst(sockets: readonly Socket[], request: (at: number) => string): Promise<Omit<Burst, 'cpuMs'>> {
  const requests = sockets.map((_, at) => request(at))
  const start = performance.now()
  const answers = await Promise.all(
    sockets.map(async (socket, at) => {
      socket.write(requests[at] ?? '')
      const [head] = (await once(socket, 'data')) as [Buffer]
      return { status: head.toString('latin1', 9, 12), ms: performance.now() - start }
    }),
  )
  const statuses = new Map<string, number>()
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const waits = answers.map(({ ms }) => ms)
  return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), statuses }
}
