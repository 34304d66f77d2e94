import { setTimeout as delay } from 'node:timers/promises'
import type { Contender } from '../engine.js'
import { lateGraphileWorker, latePgBoss } from '../late-worker.js'
import type { Lab } from '../lab.js'
import { digits, progress, table, title, type Finding } from '../../report.js'
import { monotonicMs, WorkerProcess } from '../worker-process.js'

const leaseMs = 2_000
const jobs = 4
const patienceMs = 15_000

/** From the `kill -9` of a worker amid its jobs to when each of them starts in another, which stood by; undefined: not within the patience. */
async function recoveryMs(lab: Lab, contender: Contender): Promise<readonly number[] | undefined> {
  const work = async (queue: { enqueue(id: number): Promise<void> }, place: Parameters<typeof WorkerProcess.start>[1]) => {
    const started = new Map<number, number>()
    const noted = (worker: WorkerProcess) => (worker.onStart = (id, atMs) => started.set(id, atMs))
    const victim = await WorkerProcess.start(contender, place, { concurrency: jobs, holds: true })
    noted(victim)
    for (let id = 0; id < jobs; id += 1) await queue.enqueue(id)
    await until(() => started.size === jobs, patienceMs)
    const heir = await WorkerProcess.start(contender, place, { concurrency: jobs })
    // So that the lease has been renewed, where it is renewed.
    await delay(leaseMs / 2)
    started.clear()
    noted(heir)
    const killedMs = monotonicMs()
    await victim.kill()
    const all = await until(() => started.size === jobs, patienceMs)
    await heir.kill()
    return all ? [...started.values()].map((atMs) => atMs - killedMs) : undefined
  }
  return lab.using(contender, work, { role: { kind: 'caller', worker: () => undefined }, leaseMs })
}

async function until(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (!isSo()) {
    if (performance.now() > deadline) return false
    await delay(5)
  }
  return true
}

export async function recoveryPart(lab: Lab, contenders: readonly Contender[]): Promise<Finding[]> {
  const findings: Finding[] = []
  const rows: string[][] = []
  for (const contender of contenders) {
    progress(`recovery: ${contender.name}`)
    const times = await recoveryMs(lab, contender)
    const last = times === undefined ? Number.NaN : Math.max(...times)
    const shown = times === undefined ? `not within ${patienceMs / 1000} s` : `${digits(Math.min(...times) / 1000)} to ${digits(last / 1000)} s`
    rows.push([contender.name, shown])
    if (contender.isOurs)
      findings.push({ goal: `${contender.name}: after kill -9 its jobs run elsewhere within the lease + 1 s (${leaseMs / 1000 + 1} s)`, figure: `${digits(last / 1000)} s`, isMet: last <= leaseMs + 1000 })
  }
  title(`kill -9 of a worker amid ${jobs} jobs: until they run in another (lease ${leaseMs / 1000} s where one can be set)`)
  table(['', 'run elsewhere after'], rows)
  const postgres = await lab.postgres()
  const late: string[][] = []
  for (const find of [lateGraphileWorker, latePgBoss]) {
    const { name, whileSecondRuns, afterSecondFailed } = await find(postgres.url, postgres.freshSchema())
    late.push([name, whileSecondRuns, afterSecondFailed])
  }
  table(['a stopped worker wakes after hand-over', 'while the second runs', 'after the second failed, wanting a retry'], late)
  return findings
}
