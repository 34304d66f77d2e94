import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { newJob, type JobStoreWorld } from './job-store-world.js'
import { postgresWorld } from './postgres-world.js'
import { sqliteWorld } from './sqlite-world.js'

const together = 10
const waiting = 3_000
const paused = 1_500
const limits = { queueSize: 10_000 }

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())

describe.each<[string, () => Promise<JobStoreWorld>, pausedAreCounted: 0 | 1]>([
  ['SQLite', sqliteWorld, 0],
  ['PostgreSQL', () => postgresWorld(server), 1],
])('a long queue of one submitter on %s', (_, makeWorld, pausedAreCounted) => {
  let world: JobStoreWorld
  let ids: readonly string[]
  beforeAll(async () => {
    world = await makeWorld()
    const all: string[] = []
    while (all.length <= waiting) {
      world.clock.advance(1_000)
      const jobs = Array.from({ length: together }, (_one, at) => newJob({ repo: `owner/${all.length + at}`, host: `forge-${at % 3}.example`, submitter: 'busy' }))
      const added = await Promise.all(jobs.map((job) => world.store.insert(job, limits)))
      all.push(...added.map(({ job }) => job.id))
    }
    await world.store.setPaused(all[paused] ?? '', true)
    ids = all.filter((_one, number) => number !== paused)
  })
  afterAll(() => world.close())

  const place = (number: number) => world.store.queuePosition(ids[number] ?? '')
  const length = () => ids.length

  it('is counted at its beginning', async () => {
    const numbers = [0, 1, 500, 999]
    expect(await Promise.all(numbers.map(place))).toEqual(numbers.map((number) => number + 1))
  })

  it('is counted back from its end', async () => {
    const numbers = [length() - 1, length() - 2, length() - 500, length() - 1_000]
    expect(await Promise.all(numbers.map(place))).toEqual(numbers.map((number) => number + 1 + pausedAreCounted))
  })

  it('is guessed in the middle from when jobs came, and grows with age', async () => {
    const numbers = [1_000, 1_250, 1_499, 1_500, 1_750, 1_999]
    const places = (await Promise.all(numbers.map(place))).map((each) => each ?? 0)
    expect(places.map((each, at) => Math.abs(each - 1 - (numbers[at] ?? 0)) <= together)).toEqual(numbers.map(() => true))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('leaves another submitter its place at the front, and those of higher priority theirs before', async () => {
    const { job } = await world.store.insert(newJob({ submitter: 'other' }), limits)
    const urgent = await world.store.insert(newJob({ submitter: 'third', priority: 1 }), limits)
    expect([await world.store.queuePosition(urgent.job.id), await world.store.queuePosition(job.id), await place(0)]).toEqual([1, 2, 2])
    expect(await place(length() - 1)).toBe(length() + 2 + pausedAreCounted)
  })
})
