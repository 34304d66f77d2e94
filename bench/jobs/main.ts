// Usage: npm run bench -- jobs [jobs to enqueue]. Every contender runs in this process, in turns, on one server; medians of the rounds.
import { cpus, loadavg } from 'node:os'
import { startPostgres } from '../../test/support/postgres-server.js'
import { graphileWorker } from './contenders/graphile-worker.js'
import { pgBoss } from './contenders/pg-boss.js'
import { lateGraphileWorker, latePgBoss } from './late-worker.js'
import { measure, type Figures, type Sizes } from './scenarios.js'

const rounds = 3
const jobs = Number(process.argv[2] ?? 1_000)
const sizes: Sizes = { jobs, pickUps: 60, concurrency: 8, callers: 8 }
const server = await startPostgres({ durable: true })
const contenders = [
  graphileWorker(server.url, server.freshSchema, false),
  graphileWorker(server.url, server.freshSchema, true),
  pgBoss(server.url, server.freshSchema, false),
  pgBoss(server.url, server.freshSchema, true),
]
const load = loadavg().map((value) => value.toFixed(1))
console.log(`${jobs} jobs, ${sizes.callers} callers, ${sizes.concurrency} at a time, ${rounds} rounds`)
console.log(`${cpus().length} cores, load ${load.join(' ')}, Node ${process.version}\n`)
table('', 'enqueue /s', 'enqueue→complete /s', 'pick-up p50 ms', 'p99 ms', 'conditions')
const measured = new Map<string, Figures[]>()
for (let round = 0; round < rounds; round += 1) {
  for (const contender of contenders) {
    const figures = await measure(contender, sizes)
    measured.set(contender.name, [...(measured.get(contender.name) ?? []), figures])
  }
}
for (const [name, figures] of measured) {
  const median = (of: (one: Figures) => number) => figures.map(of).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
  const rates = [median((one) => one.enqueuePerSecond), median((one) => one.completePerSecond)].map((value) => value.toFixed(0))
  const waits = [median((one) => one.pickUpP50Ms), median((one) => one.pickUpP99Ms)].map((value) => value.toFixed(1))
  row(name, ...rates, ...waits, figures[0]?.conditions ?? '')
}
console.log()
table('a stopped worker wakes after hand-over', 'while the second runs', 'after the second failed, wanting a retry')
for (const find of [lateGraphileWorker, latePgBoss]) {
  const { name, whileSecondRuns, afterSecondFailed } = await find(server.url, server.freshSchema())
  row(name, whileSecondRuns, afterSecondFailed)
}
await server.close()

function table(...columns: string[]): void {
  row(...columns)
  row(...columns.map(() => '---'))
}

function row(...cells: string[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}
