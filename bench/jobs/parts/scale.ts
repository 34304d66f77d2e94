import { join } from 'node:path'
import { jobColumns } from '../../../src/jobs/adapters/postgres/context.js'
import { moveColumns, requestColumns } from '../../../src/jobs/adapters/sql/job-row.js'
import { sqliteJobStore } from '../../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import type { JobStore, Lease } from '../../../src/jobs/job-store.js'
import { openSharedStores } from '../../../src/main/shared-stores.js'
import { bootId } from '../../../src/platform/boot-id.js'
import { systemClock } from '../../../src/platform/clock.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { closeDatabase } from '../../../src/platform/sqlite/close-database.js'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { newJob } from '../contenders/our-queue.js'
import type { Lab } from '../lab.js'
import { digits, median, progress, table, times, title, type Finding } from '../../report.js'

const rounds = 4
const samples = 50
const fewSamples = 10
const smallest = 1_000
const chunk = 20_000
const repositories = 5_000
const request = { workerId: 'bench', leaseMs: 30_000, maxCrashes: 3 }
/** Parts of a repository's name, by the jobs that they fit. */
const parts: readonly (readonly [string, string])[] = [
  ['all', 'owner/'],
  ['every 20th', 'busy'],
  ['the oldest', 'first'],
  ['none', 'nowhere'],
  ['none, two letters', 'zq'],
]
/** Of a step on a machine that others use too. */
const flatWithin = 2

/** A store that can be filled with finished jobs faster than by doing them. */
export interface Filled {
  readonly store: JobStore
  /** Copies of the finished job `template` with the numbers [from, to). */
  readonly fill: (template: string, from: number, to: number) => Promise<void>
  /** What the database does by itself after a while. */
  readonly rest: () => Promise<void>
  readonly close: () => Promise<void>
}

interface Growing {
  readonly name: string
  readonly open: () => Promise<Filled>
  readonly sizes: readonly number[]
}

/** Of one operation: milliseconds of each time it was done. */
type Costs = Map<string, number[]>

export async function scalePart(lab: Lab, largest: number): Promise<Finding[]> {
  const sizes = [10_000, 100_000, 1_000_000].filter((size) => size <= largest)
  return [
    await measureGrowth({ name: 'SQLite', open: () => filledSqlite(lab), sizes }),
    await measureGrowth({ name: 'PostgreSQL', open: () => filledPostgres(lab), sizes: sizes.filter((size) => size !== 10_000) }),
  ]
}

/**
 * Two stores, one that stays small and one that grows. At each size every operation is done on both in turns: a disk whose speed changes
 * by the minute then slows both, and the ratio stays fair.
 */
async function measureGrowth({ name, open, sizes }: Growing): Promise<Finding> {
  const [small, large] = [await open(), await open()]
  await grow(small, await finishedJob(small.store), 1, smallest)
  const template = await finishedJob(large.store)
  const costs: [Costs, Costs][] = []
  for (const [at, size] of sizes.entries()) {
    progress(`scale: ${name}, ${size} stored jobs`)
    await grow(large, template, sizes[at - 1] ?? 1, size)
    const both: [Costs, Costs] = [new Map(), new Map()]
    for (let round = 0; round < rounds; round += 1) await measureRound([small.store, large.store], both)
    costs.push(both)
  }
  await small.close()
  await large.close()
  const ratio = (operation: string, [few, many]: [Costs, Costs]) => median(many.get(operation) ?? []) / median(few.get(operation) ?? [])
  const last = costs.at(-1) ?? [new Map(), new Map()]
  const operations = [...last[1].keys()]
  title(`${name}: median ms of an operation, by finished jobs that are stored (ratio to ${smallest.toLocaleString('en')}, in turns)`)
  table(
    ['', smallest.toLocaleString('en'), ...sizes.map((size) => size.toLocaleString('en'))],
    operations.map((operation) => [
      operation,
      digits(median(last[0].get(operation) ?? [])),
      ...costs.map((both) => `${digits(median(both[1].get(operation) ?? []))} (${times(ratio(operation, both))})`),
    ]),
  )
  const worst = operations.map((operation) => ({ operation, growth: ratio(operation, last) })).toSorted((a, b) => b.growth - a.growth)[0]
  return {
    goal: `${name}: cost per operation flat from ${smallest.toLocaleString('en')} to ${sizes.at(-1)?.toLocaleString('en')} stored jobs (within ${flatWithin}×)`,
    figure: `at most ${times(worst?.growth ?? 0)} (${worst?.operation})`,
    isMet: (worst?.growth ?? 0) <= flatWithin,
  }
}

async function grow({ store, fill, rest }: Filled, template: string, from: number, size: number): Promise<void> {
  for (let to: number; from < size; from = to) {
    to = Math.min(size, from + chunk)
    await fill(template, from, to)
  }
  // Counts that were appended are added up now and then, as the housekeeper does. The space of so many is given back after the second time.
  for (let round = 0; round < 2; round += 1) {
    await store.prune(new Date(0))
    await rest()
  }
}

async function finishedJob(store: JobStore): Promise<string> {
  await store.insert(newJob(0), { queueSize: 1_000 })
  const lease = await claimed(store)
  await settled(store, lease)
  return lease.jobId
}

async function claimed(store: JobStore): Promise<Lease> {
  const claim = await store.claim(request)
  if (claim === undefined) throw new Error('there was nothing to claim')
  return claim.lease
}

const settled = (store: JobStore, lease: Lease): Promise<boolean> =>
  store.settle(lease, { kind: 'completed', commitId: 'c'.repeat(40), wikiKey: 'wiki', fromCache: false, gaps: [], publication: undefined })

async function measureRound(stores: readonly [JobStore, JobStore], costs: readonly [Costs, Costs]): Promise<void> {
  const leases: [Lease[], Lease[]] = [[], []]
  const inTurns = async (operation: string, count: number, work: (store: JobStore, which: 0 | 1, at: number) => Promise<unknown>) => {
    for (let at = 0; at < count; at += 1) {
      for (const which of at % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const start = performance.now()
        await work(stores[which], which, at)
        const ms = performance.now() - start
        costs[which].set(operation, [...(costs[which].get(operation) ?? []), ms])
      }
    }
  }
  await inTurns('enqueue', samples, (store, _which, at) => store.insert(newJob(at), { queueSize: 1_000_000 }))
  await inTurns('claim', samples, async (store, which) => leases[which].push(await claimed(store)))
  await inTurns('complete', samples, (store, which, at) => settled(store, requireLease(leases[which][at])))
  await inTurns('find', samples, (store, which, at) => store.find(requireLease(leases[which][at]).jobId))
  await inTurns('list, a page', samples, (store) => store.list({ limit: 50 }))
  await inTurns('list, a page of one state', samples, (store) => store.list({ limit: 50, status: 'completed' }))
  for (const [name, repo] of parts) await inTurns(`list, by a part of the name: ${name}`, fewSamples, (store) => store.list({ limit: 50, repo }))
  await inTurns('find by alias', samples, (store) => store.findByAlias('owner--busy'))
  await inTurns('prune, with nothing to remove', fewSamples, (store) => store.prune(new Date(0)))
  await inTurns('figures', samples, (store) => store.figures())
  await inTurns('past runs', samples, (store) => store.pastRuns('https://example.org/owner/1', 5))
}

function requireLease(lease: Lease | undefined): Lease {
  if (lease === undefined) throw new Error('fewer were claimed than there are samples')
  return lease
}

/** What differs between copies: SQL over the copy's number `i` and its name. */
const nameOf = `CASE WHEN i = 1 THEN 'first' WHEN i % 20 = 0 THEN 'busy' ELSE '' || (i % ${repositories}) END`
const copied: Readonly<Record<string, string>> = {
  url: `'https://example.org/owner/' || ${nameOf}`,
  name: nameOf,
  alias: `'owner--' || ${nameOf}`,
  created_at: 'created_at - 1000000 + i',
  completed_at: 'completed_at - 1000000 + i',
}

const copyJobs = (numbers: string, idOf: string, place: string) =>
  `INSERT INTO jobs (${jobColumns}) SELECT ${[...requestColumns, ...moveColumns].map((column) => (column === 'id' || column === 'open_key' ? idOf : (copied[column] ?? column))).join(', ')}
   FROM ${numbers}, jobs WHERE id = ${place}`
const eventColumns = 'sequence, at, level, stage, message, status, progress'
const copyEvents = (numbers: string, idOf: string, place: string) =>
  `INSERT INTO job_events (job_id, ${eventColumns}) SELECT ${idOf}, ${eventColumns} FROM ${numbers}, job_events WHERE job_id = ${place}`

export async function filledSqlite(lab: Lab): Promise<Filled> {
  const { folder } = await lab.place()
  const database = openDatabase(join(folder, 'codewiki.db'), { durability: 'full' })
  const store = sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })
  const idOf = `printf('00000000-0000-7000-8000-%012x', i)`
  return {
    store,
    fill: async (template, from, to) => {
      const numbers = `(WITH RECURSIVE n (i) AS (VALUES (${from}) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${to}) SELECT i FROM n)`
      database.exec('BEGIN')
      for (const copy of [copyJobs, copyEvents]) database.prepare(copy(numbers, idOf, '?')).run(template)
      database.exec('COMMIT')
    },
    rest: async () => undefined,
    close: async () => closeDatabase(database),
  }
}

export async function filledPostgres(lab: Lab): Promise<Filled> {
  const { url } = await lab.postgres()
  const { name: schema } = await lab.place()
  const stores = await openSharedStores({ databaseUrl: url, databaseSchema: schema, concurrency: 2 }, silentLogger)
  const pool = openPool({ url, applicationName: 'bench', schema, maxConnections: 1, statementTimeoutMs: 600_000 }, silentLogger)
  const idOf = `'00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0')`
  return {
    store: stores.jobs,
    fill: async (template, from, to) => {
      const numbers = `generate_series(${from}, ${to - 1}) AS i`
      for (const copy of [copyJobs, copyEvents]) await pool.query(copy(numbers, idOf, '$1'), [template])
    },
    rest: async () => void (await pool.query('VACUUM (ANALYZE)')),
    close: async () => {
      await pool.end()
      await stores.close()
    },
  }
}
