import { readdirSync, readFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.js'
import type { CodewikiServer } from '../support/codewiki-server.js'
import { freePort } from '../support/free-port.js'
import { completedOnce, FaultLab, patienceMs, percentile, submitted, timed } from './fault-lab.js'

let lab: FaultLab
beforeAll(async () => {
  lab = await FaultLab.open()
})
afterAll(() => lab.close())

const streamUrl = (server: CodewikiServer, id: string) => `${server.url}/api/jobs/${id}/events`

/** Numbers of the events of one connection, and whether the server said that nothing more comes. */
async function follow(server: CodewikiServer, id: string, lastEventId: number, onEvent: (sequence: number) => void): Promise<boolean> {
  const response = await fetch(streamUrl(server, id), { headers: { accept: 'text/event-stream', 'last-event-id': String(lastEventId) } })
  if (response.status === 204) return true
  let text = ''
  let told = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString()
    const numbers = [...text.matchAll(/^id: (\d+)\ndata: .*\n\n/gm)].map(([, number]) => Number(number))
    for (const number of numbers.slice(told)) onEvent(number)
    told = numbers.length
  }
  return text.includes('event: end')
}

describe('event streams', { timeout: 2 * patienceMs }, () => {
  it('W1: a reader whose server is killed comes back with the last number that it has, and misses and doubles nothing', async () => {
    await lab.model.behave({ delayMs: 60 })
    const server = await lab.server(lab.withModel)
    const id = await submitted(server, lab.project())
    const seen: number[] = []
    let kills = 0
    for (let over = false; !over; ) {
      over = await follow(server, id, seen.at(-1) ?? 0, (sequence) => {
        seen.push(sequence)
        if (kills < 2 && seen.length > 3 * (kills + 1)) {
          kills += 1
          process.kill(server.pid, 'SIGKILL')
        }
      }).catch(() => false)
      if (!over && (await fetch(`${server.url}/healthz`).then(({ ok }) => ok, () => false)) === false) await server.start()
    }
    expect(kills).toBe(2)
    await completedOnce(server, id)
    expect(seen).toEqual((await server.events(id)).map(({ sequence }) => sequence))
    await server.stop()
  })

  it.runIf(process.platform === 'linux')('W1: two thousand idle ones cost little, keep nobody else waiting, all hear the end, and leave nothing open', async () => {
    const server = await lab.server({ CODEWIKI_TRUST_PROXY: 'true' }, { flags: ['--no-worker'] })
    const id = await submitted(server, lab.project())
    const before = { files: openFiles(server), kb: residentKb(server) }
    const streams = await Promise.all(Array.from({ length: 2_000 }, (_, at) => opened(server, id, `10.1.${Math.floor(at / 2_000)}.${Math.floor(at / 10)}`)))
    expect(new Set(streams.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(await openStreams(server)).toBe(2_000)
    const oneMore = await opened(server, id, '10.2.0.1')
    expect(oneMore.statusCode).toBe(429)
    oneMore.resume()
    const waits: number[] = []
    for (let at = 0; at < 30; at += 1) waits.push(await timed(() => server.job(id)))
    expect(percentile(waits, 0.9)).toBeLessThan(500)
    expect(residentKb(server) - before.kb).toBeLessThan(2_000 * 100)
    const ends = streams.map(lastWords)
    expect(await server.act(id, 'cancel')).toBe(202)
    expect(new Set((await Promise.all(ends)).map((words) => words.trim().split('\n').at(-2)))).toEqual(new Set(['event: end']))
    await expect.poll(() => openStreams(server)).toBe(0)
    await expect.poll(() => openFiles(server), { timeout: 15_000 }).toBeLessThan(before.files + 20)
    await server.stop()
  })
})

const opened = (server: CodewikiServer, id: string, client: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(streamUrl(server, id), { agent: false, headers: { accept: 'text/event-stream', 'x-forwarded-for': client } }, resolve).on('error', reject)
  })

async function lastWords(stream: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of stream) text = (text + String(chunk)).slice(-200)
  return text
}

const openStreams = async ({ url }: CodewikiServer): Promise<number> =>
  Number(/^codewiki_event_streams (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1])

const openFiles = ({ pid }: CodewikiServer): number => readdirSync(`/proc/${pid}/fd`).length
const residentKb = ({ pid }: CodewikiServer): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

/** What the server says to such a client, and that it hangs up. */
function answerTo(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.on('error', () => undefined)
  return new Promise((resolve) => socket.on('close', () => resolve(text)))
}

/** Of headers, and between two looks for those that are late. */
const headersWithinMs = 15_000 + 5_000

/** While it waits for its time to be over, the browser below does its work. */
describe('clients that waste our time', { timeout: 2 * patienceMs, concurrent: true }, () => {
  it('W2: hundreds that say nothing or speak drop by drop are cut off by name, a huge body is refused at once, and others are served meanwhile', async ({ expect }) => {
    const server = await lab.server({}, { flags: ['--no-worker'] })
    const port = Number(new URL(server.url).port)
    const dial = () => connect(port, '127.0.0.1')
    const silent = Array.from({ length: 200 }, dial)
    const slow = Array.from({ length: 200 }, dial)
    for (const socket of slow) socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    const drip = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('x')
    }, 500)
    const started = performance.now()
    const slowAnswers = Promise.all(slow.map(answerTo))
    const silentAnswers = Promise.all(silent.map(answerTo))

    const huge = dial()
    const refused = answerTo(huge)
    huge.write(`POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{"repo_url": "`)
    await expect.poll(() => huge.bytesRead, { timeout: 5_000 }).toBeGreaterThan(0)
    huge.destroy()
    expect(await refused).toMatch(/^HTTP\/1\.1 413 /)

    const waits: number[] = []
    for (let at = 0; at < 100; at += 1) waits.push(await timed(async () => expect((await fetch(`${server.url}/healthz`)).status).toBe(200)))
    expect(percentile(waits, 0.95)).toBeLessThan(500)

    for (const text of await slowAnswers) expect(text).toMatch(/^HTTP\/1\.1 408 /)
    await silentAnswers
    clearInterval(drip)
    expect(performance.now() - started).toBeLessThan(headersWithinMs + 10_000)
    await server.stop()
  })
})

describe('a browser on the page of a job', { timeout: 2 * patienceMs, concurrent: true }, () => {
  it('W3: whose server is killed and started again catches up by itself, to the end of the job', async () => {
    await lab.model.behave({ hang: true, after: 3 })
    const server = await lab.server(lab.withModel, { flags: ['--port', String(await freePort())] })
    const id = await submitted(server, lab.project())
    const browser = await launchBrowser()
    const page = await browser.newPage()
    await page.goto(`${server.url}/jobs/${id}`)
    await page.waitForSelector('.log >> text=pages', { timeout: patienceMs })
    await server.kill()
    await lab.model.behave({})
    await server.start()
    await page.waitForSelector('.badge.completed', { timeout: patienceMs })
    const shown = await page.locator('[data-log] li').count()
    expect(shown).toBe((await server.events(id)).length)
    await browser.close()
    await server.stop()
  })
})
