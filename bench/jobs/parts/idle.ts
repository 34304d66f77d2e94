import { setTimeout as delay } from 'node:timers/promises'
import { CodewikiServer } from '../../../test/support/codewiki-server.js'
import type { Contender } from '../engine.js'
import type { Lab } from '../lab.js'
import { cpuMs, residentMib } from '../process-cost.js'
import { progress, table, title, type Finding } from '../../report.js'
import { WorkerProcess } from '../worker-process.js'

const settleMs = 8_000
/** A whole turn of the housekeeping. */
const watchMs = 30_000

interface Watched {
  readonly name: string
  readonly pid: number
}

/** Nobody has anything to do; what each process costs meanwhile. All at the same time. */
export async function idlePart(lab: Lab, contenders: readonly Contender[]): Promise<Finding[]> {
  const postgres = await lab.postgres()
  const { name } = await lab.place()
  // As users run it: the usual lease, and nothing that only tests need.
  const usual = { CODEWIKI_LEASE_SECONDS: '30' }
  const local = new CodewikiServer(usual)
  const shared = new CodewikiServer({ ...usual, DATABASE_URL: postgres.url, CODEWIKI_DATABASE_SCHEMA: name })
  for (const server of [local, shared]) await server.start()
  const workers = await Promise.all(
    contenders.map(async (contender) => ({ contender, worker: await WorkerProcess.start(contender, await lab.place(), { concurrency: 8 }) })),
  )
  progress(`idle: watching ${workers.length} workers and two whole products for ${watchMs / 1000} s`)
  await delay(settleMs)
  const product: Watched[] = [
    { name: 'codewiki serve, SQLite: server', pid: local.pid },
    { name: 'codewiki serve, SQLite: worker', pid: local.workerPid },
    { name: 'codewiki serve, PostgreSQL: server', pid: shared.pid },
    { name: 'codewiki serve, PostgreSQL: worker', pid: shared.workerPid },
  ]
  const bare = workers.map(({ contender, worker }) => ({ name: `worker of the bench: ${contender.name}`, pid: worker.child.pid ?? 0 }))
  const before = [...product, ...bare].map((one) => ({ ...one, cpu: cpuMs(one.pid) }))
  const start = performance.now()
  await delay(watchMs)
  const elapsed = performance.now() - start
  const costs = before.map((one) => ({ ...one, mib: residentMib(one.pid), percent: ((cpuMs(one.pid) - one.cpu) * 100) / elapsed }))
  for (const { worker } of workers) await worker.kill()
  for (const server of [local, shared]) await server.stop()
  title(`Idle, over ${watchMs / 1000} s`)
  table(['process', 'memory (RSS) MiB', 'CPU, % of one core'], costs.map(({ name: label, mib, percent }) => [label, mib.toFixed(0), percent.toFixed(1)]))
  return [
    ['SQLite', 0],
    ['PostgreSQL', 2],
  ].map(([label, at]) => {
    const percent = costs.slice(Number(at), Number(at) + 2).reduce((sum, one) => sum + one.percent, 0)
    return { goal: `${label}: idle CPU < 1 % (server and worker together)`, figure: `${percent.toFixed(1)} %`, isMet: percent < 1 }
  })
}
