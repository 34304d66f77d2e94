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
import { closeDatabase, openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { newJob } from '../contenders/our-queue.js'
import type { Lab } from '../lab.js'
import { digits, median, progress, table, times, title, type Finding } from '../../report.js'

const samples = 200
const chunk = 20_000
const repositories = 5_000
const request = { workerId: 'bench', leaseMs: 30_000, maxCrashes: 3 }
/** Of a step on a machine that others use too. */
const flatWithin = 2

/** A store that can be filled with finished jobs faster than by doing them. */
interface Filled {
  readonly name: string
  readonly sizes: readonly number[]
  readonly store: JobStore
  /** Copies of the finished job `template` with the numbers [from, to). */
  readonly fill: (template: string, from: number, to: number) => Promise<void>
  readonly close: () => Promise<void>
}

export async function scalePart(lab: Lab, largest: number): Promise<Finding[]> {
  const sizes = [1_000, 10_000, 100_000, 1_000_000].filter((size) => size <= largest)
  const findings: Finding[] = []
  for (const open of [() => filledSqlite(lab, sizes), () => filledPostgres(lab, sizes.filter((size) => size === 1_000 || size === 100_000))]) {
    const filled = await open()
    findings.push(await measureGrowth(filled))
    await filled.close()
  }
  return findings
}

async function measureGrowth({ name, sizes, store, fill }: Filled): Promise<Finding> {
  const template = await finishedJob(store)
  const costs: ReadonlyMap<string, number>[] = []
  let stored = 1
  for (const size of sizes) {
    progress(`scale: ${name}, ${size} stored jobs`)
    for (let to: number; stored < size; stored = to) {
      to = Math.min(size, stored + chunk)
      await fill(template, stored, to)
    }
    // Counts that were appended are added up now and then, as the housekeeper does.
    await store.prune(new Date(0))
    costs.push(await operationCosts(store))
  }
  title(`${name}: median ms of an operation, by finished jobs that are stored (ratio to ${sizes[0]?.toLocaleString('en')})`)
  const [first = new Map<string, number>()] = costs
  const ratio = (operation: string, cost: ReadonlyMap<string, number>) => (cost.get(operation) ?? 0) / (first.get(operation) ?? 0)
  table(
    ['', ...sizes.map((size) => size.toLocaleString('en'))],
    [...first.keys()].map((operation) => [operation, ...costs.map((cost) => `${digits(cost.get(operation) ?? 0)} (${times(ratio(operation, cost))})`)]),
  )
  const worst = [...first.keys()].map((operation) => ({ operation, growth: ratio(operation, costs.at(-1) ?? first) })).toSorted((a, b) => b.growth - a.growth)[0]
  return {
    goal: `${name}: cost per operation flat from 1,000 to ${sizes.at(-1)?.toLocaleString('en')} stored jobs (within ${flatWithin}×)`,
    figure: `at most ${times(worst?.growth ?? 0)} (${worst?.operation})`,
    isMet: (worst?.growth ?? 0) <= flatWithin,
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

async function operationCosts(store: JobStore): Promise<ReadonlyMap<string, number>> {
  const costs = new Map<string, number[]>()
  const timed = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await work()
    costs.set(operation, [...(costs.get(operation) ?? []), performance.now() - start])
    return result
  }
  const leases: Lease[] = []
  for (let at = 0; at < samples; at += 1) await timed('enqueue', () => store.insert(newJob(at), { queueSize: 1_000_000 }))
  for (let at = 0; at < samples; at += 1) leases.push(await timed('claim', () => claimed(store)))
  for (const lease of leases) await timed('complete', () => settled(store, lease))
  for (const { jobId } of leases) {
    await timed('find', () => store.find(jobId))
    await timed('list, a page', () => store.list({ limit: 50 }))
    await timed('list, a page of one state', () => store.list({ limit: 50, status: 'completed' }))
    await timed('figures', () => store.figures())
    await timed('past runs', () => store.pastRuns('https://example.org/owner/1', 5))
  }
  for (let at = 0; at < 10; at += 1) await timed('list, one repository', () => store.list({ limit: 50, repo: 'owner/4711' }))
  return new Map([...costs].map(([operation, values]) => [operation, median(values)]))
}

/** What differs between copies: SQL over the copy's number `i` and its name. */
const copied: Readonly<Record<string, string>> = {
  url: `'https://example.org/owner/' || (i % ${repositories})`,
  name: `'' || (i % ${repositories})`,
  alias: `'owner--' || (i % ${repositories})`,
  created_at: 'created_at - 1000000 + i',
  completed_at: 'completed_at - 1000000 + i',
}

const copyJobs = (numbers: string, idOf: string, place: string) =>
  `INSERT INTO jobs (${jobColumns}) SELECT ${[...requestColumns, ...moveColumns].map((column) => (column === 'id' || column === 'open_key' ? idOf : (copied[column] ?? column))).join(', ')}
   FROM ${numbers}, jobs WHERE id = ${place}`
const eventColumns = 'sequence, at, level, stage, message, status, progress'
const copyEvents = (numbers: string, idOf: string, place: string) =>
  `INSERT INTO job_events (job_id, ${eventColumns}) SELECT ${idOf}, ${eventColumns} FROM ${numbers}, job_events WHERE job_id = ${place}`

async function filledSqlite(lab: Lab, sizes: readonly number[]): Promise<Filled> {
  const { folder } = await lab.place()
  const database = openDatabase(join(folder, 'codewiki.db'), { durability: 'full' })
  const store = sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })
  const idOf = `printf('00000000-0000-7000-8000-%012x', i)`
  return {
    name: 'SQLite',
    sizes,
    store,
    fill: async (template, from, to) => {
      const numbers = `(WITH RECURSIVE n (i) AS (VALUES (${from}) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${to}) SELECT i FROM n)`
      database.exec('BEGIN')
      for (const copy of [copyJobs, copyEvents]) database.prepare(copy(numbers, idOf, '?')).run(template)
      database.exec('COMMIT')
    },
    close: async () => closeDatabase(database),
  }
}

async function filledPostgres(lab: Lab, sizes: readonly number[]): Promise<Filled> {
  const { url } = await lab.postgres()
  const { name: schema } = await lab.place()
  const stores = await openSharedStores({ databaseUrl: url, databaseSchema: schema, concurrency: 2 }, silentLogger)
  const pool = openPool({ url, applicationName: 'bench', schema, maxConnections: 1, statementTimeoutMs: 600_000 }, silentLogger)
  const idOf = `'00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0')`
  return {
    name: 'PostgreSQL',
    sizes,
    store: stores.jobs,
    fill: async (template, from, to) => {
      const numbers = `generate_series(${from}, ${to - 1}) AS i`
      for (const copy of [copyJobs, copyEvents]) await pool.query(copy(numbers, idOf, '$1'), [template])
      await pool.query('ANALYZE jobs, job_events')
    },
    close: async () => {
      await pool.end()
      await stores.close()
    },
  }
}
