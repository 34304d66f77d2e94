import type { JobStore } from '../../../src/jobs/job-store.js'
import { digits, median, progress, table, times, title, type Finding } from '../../report.js'
import { newJob } from '../contenders/our-queue.js'
import type { Lab } from '../lab.js'
import { filledPostgres, filledSqlite, type Filled } from './scale.js'

const few = 100
const many = 30_000
const samples = 40
const together = 500
const limits = { queueSize: 1_000_000 }
/** Of what the process does that answers over HTTP: a look at a job may cost no more than this, however many wait. */
const promisedMs = 1
const request = { workerId: 'bench', leaseMs: 30_000, maxCrashes: 3 }

type Costs = ReadonlyMap<string, number>

/** What a look at the queue costs when few of one submitter wait, and when many do. */
export async function waitingPart(lab: Lab): Promise<Finding[]> {
  const sqlite = await measureBoth('SQLite', () => filledSqlite(lab))
  const places = [...sqlite].filter(([operation]) => operation.startsWith('place')).map(([, ms]) => ms)
  await measureBoth('PostgreSQL', () => filledPostgres(lab))
  return [{ goal: `SQLite: the place of a job among ${many.toLocaleString('en')} that wait within ${promisedMs} ms`, figure: `at most ${digits(Math.max(...places))} ms`, isMet: places.every((ms) => ms <= promisedMs) }]
}

async function measureBoth(name: string, open: () => Promise<Filled>): Promise<Costs> {
  const costs: Costs[] = []
  for (const waiting of [few, many]) {
    progress(`waiting: ${name}, ${waiting} jobs`)
    costs.push(await measure(await open(), waiting))
  }
  const [short = new Map<string, number>(), long = new Map<string, number>()] = costs
  title(`${name}: median ms of an operation, by jobs of one submitter that wait`)
  table(
    ['', few.toLocaleString('en'), many.toLocaleString('en')],
    [...long].map(([operation, ms]) => [operation, digits(short.get(operation) ?? NaN), `${digits(ms)} (${times(ms / (short.get(operation) ?? NaN))})`]),
  )
  return long
}

async function measure({ store, rest, close }: Filled, waiting: number): Promise<Costs> {
  const ids: string[] = []
  while (ids.length < waiting) {
    const added = await Promise.all(Array.from({ length: Math.min(together, waiting - ids.length) }, (_, at) => add(store, ids.length + at)))
    ids.push(...added)
  }
  await rest()
  const of = (place: number) => ids[Math.min(waiting - 1, Math.floor(place * waiting))] ?? ''
  const costs = new Map<string, number>()
  const timed = async (operation: string, work: (at: number) => Promise<unknown>) => {
    const each: number[] = []
    for (let at = 0; at < samples; at += 1) {
      const start = performance.now()
      await work(at)
      each.push(performance.now() - start)
    }
    costs.set(operation, median(each))
  }
  for (const [name, place] of [['oldest', 0], ['middle', 0.5], ['newest', 1]] as const) await timed(`place of the ${name}`, () => store.queuePosition(of(place)))
  await timed('list, a page of those that wait', () => store.list({ limit: 50, status: 'queued' }))
  await timed('enqueue', (at) => add(store, waiting + at))
  await timed('claim', () => store.claim(request))
  await close()
  return costs
}

async function add(store: JobStore, number: number): Promise<string> {
  return (await store.insert({ ...newJob(number), submitter: 'one' }, limits)).job.id
}
