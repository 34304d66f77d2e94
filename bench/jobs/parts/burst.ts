import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { CodewikiServer } from '../../../test/support/codewiki-server.js'
import { digits, median, progress, quantile, table, title, times, type Finding } from '../../report.js'
import { startBareServer } from './http.js'

const clients = 1_000
const queueSize = 100
const promisedMs = 100

interface Burst {
  readonly p50: number
  readonly p99: number
  /** Answers by status. */
  readonly statuses: ReadonlyMap<string, number>
}

/**
 * 1,000 submissions at the same moment into a queue of 100, and the same 1,000 to a bare route. The clients are written at the socket, with
 * connections that are open already, so that the figures are the server's: Node's own client costs as much as the server.
 */
export async function burstPart(rounds: number): Promise<Finding[]> {
  const ours: Burst[] = []
  const bare: Burst[] = []
  for (let round = 0; round < rounds; round += 1) {
    progress(`burst: round ${round + 1} of ${rounds}`)
    const server = new CodewikiServer({ CODEWIKI_QUEUE_SIZE: String(queueSize), CODEWIKI_SUBMITS_PER_MINUTE: '1000000' })
    await server.start()
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    ours.push(await warmBurst(server.url))
    await server.stop()
    const route = await startBareServer()
    bare.push(await warmBurst(route.url))
    route.end()
  }
  const row = (name: string, bursts: readonly Burst[]) => [name, digits(median(bursts.map(({ p50 }) => p50))), digits(p99Of(bursts)), bursts.map(told).join('; ')]
  title(`${clients} submissions at once into a queue of ${queueSize}, median of ${rounds} rounds`)
  table(['', 'p50 ms', 'p99 ms', 'answers'], [row('CodeWiki, SQLite', ours), row('a bare Fastify route, nothing stored', bare)])
  const [p99, floor] = [p99Of(ours), p99Of(bare)]
  const isRight = ours.every(({ statuses }) => statuses.get('202') === queueSize && statuses.get('503') === clients - queueSize)
  return [
    { goal: `${clients} at once into a queue of ${queueSize}: ${queueSize} accepted, the others refused`, figure: ours.map(told).join('; '), isMet: isRight },
    { goal: `p99 < ${promisedMs} ms`, figure: `${digits(p99)} ms, ${times(p99 / floor)} of a bare route (${digits(floor)} ms)`, isMet: p99 < promisedMs },
  ]
}

const told = ({ statuses }: Burst): string => [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')

const p99Of = (bursts: readonly Burst[]): number => median(bursts.map((one) => one.p99))

/** After the code that is measured has run a while: the bare route has the same submissions before, the server refuses a bad one as often. */
async function warmBurst(url: string): Promise<Burst> {
  const { host, hostname, port } = new URL(url)
  const sockets = await Promise.all(
    Array.from({ length: clients }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      await once(socket, 'connect')
      return socket
    }),
  )
  await burst(sockets, () => post(host, { repo_url: 'no address' }))
  const seen = await burst(sockets, (at) => post(host, { repo_url: `http://127.0.0.1:9/owner/repository-${at}` }))
  for (const socket of sockets) socket.destroy()
  return seen
}

function post(host: string, body: object): string {
  const text = JSON.stringify(body)
  return `POST /api/jobs HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

async function burst(sockets: readonly Socket[], request: (at: number) => string): Promise<Burst> {
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
