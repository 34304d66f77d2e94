import type { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { sqliteJobStore } from '../jobs/adapters/sqlite/sqlite-job-store.js'
import { sqliteProgressFeed } from '../jobs/adapters/sqlite/sqlite-progress-feed.js'
import type { JobStore } from '../jobs/job-store.js'
import { systemClock } from '../platform/clock.js'
import { silentLogger } from '../platform/logger.js'
import { openDatabase } from '../platform/sqlite/open-database.js'
import { defaultEventStreamsSettings, EventStreams } from './event-streams.js'

const id = '01900000-0000-7000-8000-000000000001'

async function endedJob(): Promise<{ jobs: JobStore; streams: EventStreams }> {
  const database = openDatabase(':memory:', { durability: 'normal' })
  const jobs = sqliteJobStore({ database, clock: systemClock, bootId: 'test', recordPublication: () => undefined })
  const subject = { url: 'https://github.com/a/b', host: 'github.com', owner: 'a', name: 'b', revision: { kind: 'default' as const } }
  const options = { include: [], exclude: [], noCache: false }
  await jobs.insert({ id, subject, options, openKey: 'k', submitter: 't', priority: 0, mainModel: undefined }, { queueSize: 10 })
  await jobs.setPriority(id, 1)
  await jobs.setPriority(id, 2)
  await jobs.cancel(id)
  return { jobs, streams: new EventStreams({ jobs, feed: sqliteProgressFeed(database, 10), logger: silentLogger }) }
}

const idsOf = async (stream: PassThrough): Promise<number[]> =>
  [...(await text(stream)).matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number))

test('readers at different places share one look, and each gets what it has not had', async () => {
  const { streams } = await endedJob()
  // The first one starts a look; the others are there together for the next.
  const readers = [streams.open(id, 'x', 0), streams.open(id, 'a', 0), streams.open(id, 'b', 2), streams.open(id, 'c', 3)]
  expect(await Promise.all(readers.map(idsOf))).toEqual([[1, 2, 3, 4], [1, 2, 3, 4], [3, 4], [4]])
  expect(streams.count).toBe(0)
})

test('the total is capped across clients', async () => {
  const { jobs } = await endedJob()
  const feed = { subscribe: () => () => undefined, close: () => undefined }
  await jobs.retry(id, 10)
  const streams = new EventStreams({ jobs, feed, logger: silentLogger }, { ...defaultEventStreamsSettings, total: 2 })
  streams.open(id, 'a', 0)
  streams.open(id, 'b', 0)
  expect(() => streams.open(id, 'c', 0)).toThrow(expect.objectContaining({ code: 'web/too-many-streams' }))
  streams.close()
})

test('keeps a quiet stream alive, and notices at the heartbeat what the feed did not tell', async () => {
  const { jobs } = await endedJob()
  await jobs.retry(id, 10)
  const deaf = { subscribe: () => () => undefined, close: () => undefined }
  const streams = new EventStreams({ jobs, feed: deaf, logger: silentLogger }, { ...defaultEventStreamsSettings, heartbeatMs: 5 })
  const out = streams.open(id, 'a', 0)
  let received = ''
  for await (const chunk of out) {
    received += String(chunk)
    if (received.includes(': still here') && (await jobs.find(id))?.status === 'queued') await jobs.cancel(id)
  }
  expect(received).toContain('"status":"cancelled"')
  expect(received.endsWith('event: end\ndata: {}\n\n')).toBe(true)
})

test('drops a reader that has stopped reading, after a while', async () => {
  const { jobs } = await endedJob()
  await jobs.retry(id, 10)
  const { lease } = (await jobs.claim({ workerId: 'w', leaseMs: 60_000, maxCrashes: 3 })) ?? {}
  const progress = { stage: undefined, message: '', percent: 0, step: undefined, steps: undefined, eta: undefined }
  const events = Array.from({ length: 100 }, () => ({ level: 'info' as const, stage: undefined, message: 'x'.repeat(1_000) }))
  if (lease !== undefined) await jobs.report(lease, { progress, events })
  const deaf = { subscribe: () => () => undefined, close: () => undefined }
  const streams = new EventStreams({ jobs, feed: deaf, logger: silentLogger }, { ...defaultEventStreamsSettings, heartbeatMs: 5 })
  const out = streams.open(id, 'a', 0)
  await new Promise((resolve) => out.once('close', resolve))
  expect(streams.count).toBe(0)
})
