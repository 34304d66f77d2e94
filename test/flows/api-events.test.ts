import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lease } from '../../src/jobs/job-store.js'
import { stages, type Stage } from '../../src/jobs/job-status.js'
import { startApp, type RunningApp } from '../support/web-app.js'

let running: RunningApp
beforeAll(async () => {
  running = await startApp()
})
afterAll(async () => running[Symbol.asyncDispose]())

interface Message {
  readonly id: string | undefined
  readonly event: string
  readonly data: string
}

/** Reads messages one by one; `end` of the stream is undefined. */
async function* messages(response: Response): AsyncGenerator<Message> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  try {
    for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
      buffer += decoder.decode(read.value, { stream: true })
      for (let at = buffer.indexOf('\n\n'); at >= 0; at = buffer.indexOf('\n\n')) {
        const lines = buffer.slice(0, at).split('\n')
        buffer = buffer.slice(at + 2)
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
        const data = field('data')
        if (data !== undefined) yield { id: field('id'), event: field('event') ?? 'message', data }
      }
    }
  } finally {
    await reader?.cancel()
  }
}

const open = (id: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`${running.url}/api/jobs/${id}/events`, {
    headers: { accept: 'text/event-stream', ...headers },
    ...(signal === undefined ? {} : { signal }),
  })

async function startedJob(repository: string): Promise<{ id: string; lease: Lease }> {
  const response = await fetch(`${running.url}/api/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ repo_url: repository }),
  })
  const { job_id } = (await response.json()) as { job_id: string }
  const { lease } = await running.claim()
  return { id: job_id, lease }
}

const progress = (stage: Stage, percent: number) => ({
  stage,
  message: `now ${stage}`,
  percent,
  step: undefined,
  steps: undefined,
  eta: undefined,
})
const enter = (lease: Lease, stage: Stage) =>
  running.jobs.report(lease, { progress: progress(stage, 10), stage, events: [{ level: 'info', stage, message: `entered ${stage}` }] })
const fail = (lease: Lease) =>
  running.jobs.settle(lease, { kind: 'failed', failure: { code: 'x/y', message: 'It failed.', advice: undefined } })

describe('the event stream', () => {
  test('replays, follows live, shows the job after every change, says end and closes', async () => {
    const { id, lease } = await startedJob('https://github.com/events/live')
    const response = await open(id)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('content-encoding')).toBeNull()
    const seen: Message[] = []
    for await (const message of messages(response)) {
      seen.push(message)
      const { status } = JSON.parse(message.data) as { status?: string }
      if (message.event === 'job' && status === 'processing' && seen.filter(({ event }) => event === 'job').length === 1) {
        await enter(lease, 'resolving')
        await fail(lease)
      }
    }
    const events = seen.filter(({ event }) => event === 'message')
    expect(events.map(({ id: number }) => number)).toEqual(['1', '2', '3', '4'])
    expect(events.map(({ data }) => (JSON.parse(data) as { message: string }).message)).toEqual([
      'Added to the queue',
      'Attempt 1 started',
      'entered resolving',
      'It failed.',
    ])
    expect(seen.at(-1)).toMatchObject({ event: 'end' })
    expect(JSON.parse(seen.at(-2)?.data ?? '{}')).toMatchObject({ job_id: id, status: 'failed', error_message: 'It failed.' })
  })

  test('tells progress that has no event of its own', async () => {
    const { id, lease } = await startedJob('https://github.com/events/progress')
    const percents: number[] = []
    for await (const message of messages(await open(id))) {
      if (message.event !== 'job') continue
      const { progress: now } = JSON.parse(message.data) as { progress: { percent: number } }
      percents.push(now.percent)
      if (percents.length === 1) await running.jobs.report(lease, { progress: progress('cloning', 42), events: [] })
      if (now.percent === 42) await fail(lease)
    }
    expect(percents).toContain(42)
  })

  test('W1: loses and doubles nothing when a reader comes back again and again', async () => {
    const { id, lease } = await startedJob('https://github.com/events/reconnect')
    const seen: number[] = []
    const reader = (async () => {
      for (;;) {
        const abort = new AbortController()
        const response = await open(id, { 'last-event-id': String(seen.at(-1) ?? 0) }, abort.signal)
        if (response.status === 204) return
        let taken = 0
        for await (const message of messages(response)) {
          if (message.event !== 'message') continue
          seen.push(Number(message.id))
          taken += 1
          if (taken === 7) break
        }
        abort.abort()
      }
    })()
    for (let at = 0; at < 100; at += 1) await enter(lease, stages[at % stages.length] ?? 'resolving')
    await fail(lease)
    await reader
    expect(seen).toEqual(Array.from({ length: 103 }, (_, at) => at + 1))
  })

  test('answers 204 once the job has ended and nothing is left, so that browsers stop asking', async () => {
    const { id, lease } = await startedJob('https://github.com/events/over')
    await fail(lease)
    expect((await open(id, { 'last-event-id': '3' })).status).toBe(204)
    const rest = await open(id, { 'last-event-id': '2' })
    expect(rest.status).toBe(200)
    expect(await rest.text()).toContain('id: 3\n')
  })

  test.each(['-1', 'abc', '1e3', '9'.repeat(400)])('refuses the Last-Event-ID %s', async (value) => {
    const { id, lease } = await startedJob(`https://github.com/events/bad${value.length}`)
    const response = await open(id, { 'last-event-id': value })
    expect([response.status, await response.json()]).toMatchObject([422, { code: 'web/invalid-last-event-id' }])
    await fail(lease)
  })

  test('gives a slow reader all of a long log', async () => {
    const { id, lease } = await startedJob('https://github.com/events/long')
    const long = 'x'.repeat(2_000)
    for (let at = 0; at < 20; at += 1) {
      await running.jobs.report(lease, {
        progress: progress('writing', 50),
        events: Array.from({ length: 50 }, () => ({ level: 'info', stage: 'writing', message: long })),
      })
    }
    await fail(lease)
    const ids: string[] = []
    for await (const message of messages(await open(id))) {
      if (message.id !== undefined) ids.push(message.id)
      if (ids.length % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(ids).toEqual(Array.from({ length: 1_003 }, (_, at) => String(at + 1)))
  })

  test('lets one client hold ten streams, refuses the eleventh, and frees a place when one is closed', async () => {
    const { id, lease } = await startedJob('https://github.com/events/many')
    const aborts = Array.from({ length: 10 }, () => new AbortController())
    await Promise.all(aborts.map(async ({ signal }) => expect((await open(id, {}, signal)).status).toBe(200)))
    const refused = await open(id)
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'web/too-many-streams' }])
    expect(refused.headers.get('retry-after')).toBe('30')
    aborts[0]?.abort()
    await expect.poll(async () => gauge(), { interval: 10 }).toBe(9)
    const again = new AbortController()
    expect((await open(id, {}, again.signal)).status).toBe(200)
    again.abort()
    await fail(lease)
    for (const abort of aborts) abort.abort()
    await expect.poll(async () => gauge(), { interval: 10 }).toBe(0)
  })
})

async function gauge(): Promise<number> {
  const text = await (await fetch(`${running.url}/metrics`)).text()
  return Number(/^codewiki_event_streams (\d+)$/m.exec(text)?.[1])
}

describe('the JSON page', () => {
  test('gives out the same events page by page and says when that was all', async () => {
    const { id, lease } = await startedJob('https://github.com/events/json')
    await enter(lease, 'resolving')
    await fail(lease)
    const page = async (after: number) =>
      (await (
        await fetch(`${running.url}/api/jobs/${id}/events?limit=3&after=${after}`, { headers: { accept: 'application/json' } })
      ).json()) as {
        events: { sequence: number }[]
        next_after: number
        finished: boolean
      }
    const first = await page(0)
    expect([first.events.map(({ sequence }) => sequence), first.next_after, first.finished]).toEqual([[1, 2, 3], 3, false])
    const second = await page(first.next_after)
    expect([second.events.map(({ sequence }) => sequence), second.next_after, second.finished]).toEqual([[4], 4, true])
  })

  test('is refused to those who take neither', async () => {
    const { id, lease } = await startedJob('https://github.com/events/neither')
    const response = await open(id, { accept: 'image/png' })
    expect([response.status, await response.json()]).toMatchObject([406, { code: 'web/not-acceptable' }])
    await fail(lease)
  })
})

test('close ends open streams at once', async () => {
  const own = await startApp()
  const { job } = await own.jobs.insert(
    {
      id: '01900000-0000-7000-8000-000000000001',
      subject: { url: 'https://github.com/a/b', host: 'github.com', owner: 'a', name: 'b', revision: { kind: 'default' } },
      options: { include: [], exclude: [], noCache: false },
      openKey: 'k',
      submitter: 't',
      priority: 0,
      mainModel: undefined,
    },
    { queueSize: 10 },
  )
  const response = await fetch(`${own.url}/api/jobs/${job.id}/events`)
  const rest = response.text()
  const before = performance.now()
  await own[Symbol.asyncDispose]()
  expect(await rest).toContain('Added to the queue')
  expect(performance.now() - before).toBeLessThan(2_500)
})
