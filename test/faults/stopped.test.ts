import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteJobStore } from '../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import { bootId } from '../../src/platform/boot-id.js'
import { systemClock } from '../../src/platform/clock.js'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { sql } from '../../src/platform/sqlite/prepared.js'
import { toJobStatusResponse } from '../../src/web/job-status-response.js'
import { add, heldWork, workerWorld, workerSettings } from '../flows/jobs/worker-world.js'
import { completed, failure, inserted, leaseMs, progress, request, running } from '../contracts/job-store/job-store-world.js'
import { sqliteWorld } from '../contracts/job-store/sqlite-world.js'
import { built } from '../support/built.js'
import type { CodewikiServer } from '../support/codewiki-server.js'
import { completedOnce, FaultLab, noLeftovers, patienceMs, submitted } from './fault-lab.js'

let lab: FaultLab
beforeAll(async () => {
  lab = await FaultLab.open()
})
afterAll(() => lab.close())

/** The process that holds the job's lease: a worker's name ends with it. */
function holderOf(server: CodewikiServer, jobId: string): number {
  const database = openDatabase(join(server.dataDir, 'codewiki.db'), { durability: 'normal', readOnly: true })
  try {
    const row = sql.get<{ worker_id: string }>(database, `SELECT worker_id FROM jobs WHERE id = ? AND status = 'processing'`, jobId)
    return Number(row?.worker_id.split('-').at(-1))
  } finally {
    database.close()
  }
}

describe.runIf(process.platform === 'linux')('a worker that stands still', { timeout: 3 * patienceMs }, () => {
  it('J6: beyond its lease has its job taken over; when it wakes, whatever it writes is refused and it drops the work', async () => {
    await lab.model.behave({ delayMs: 600 })
    const server = await lab.server({ ...lab.withModel, LLM_CONCURRENCY: '1' })
    const before = (await lab.model.calls()).length
    const flags = JSON.stringify({ dataDir: server.dataDir })
    const second = fork(built('main/worker.js'), [], { env: { ...server.environment, CODEWIKI_FLAGS_JSON: flags } })
    const bought = (await lab.model.boughtTwice()).length
    const id = await submitted(server, lab.project())
    // A call is under way, so nothing is being written: a process that stands still amid a transaction keeps the database from all others.
    await expect.poll(async () => (await lab.model.calls()).length - before, { timeout: patienceMs, interval: 10 }).toBe(4)
    const holder = holderOf(server, id)
    process.kill(holder, 'SIGSTOP')
    await expect.poll(async () => (await server.job(id))['attempt'], { timeout: patienceMs }).toBe(2)
    expect(holderOf(server, id)).not.toBe(holder)
    process.kill(holder, 'SIGCONT')
    await expect.poll(() => readdirSync(join(server.dataDir, 'tmp')), { timeout: 30_000 }).not.toContain(`${id}-1`)
    const job = await completedOnce(server, id)
    expect(job).toMatchObject({ attempt: 2 })
    expect((await lab.model.boughtTwice()).length - bought).toBeLessThanOrEqual(2)
    const stored = readdirSync(join(server.dataDir, 'wikis')).map((key) => readdirSync(join(server.dataDir, 'wikis', key)))
    expect(stored.every((folders) => folders.length === 1)).toBe(true)
    expect(stored.flat()).toContain(`${id}-2`)
    await noLeftovers(server)
    second.kill('SIGTERM')
    await once(second, 'exit')
    await server.stop()
  })

  it('J7: its event loop blocked beyond the lease: the job is handed on, and its result comes too late', async () => {
    const world = await sqliteWorld()
    const database = openDatabase(world.path, { durability: 'full' })
    const store = sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })
    const id = await inserted({ ...world, store })
    const child = spawn(process.execPath, [fileURLToPath(new URL('./children/busy-worker.mjs', import.meta.url)), world.path, '500', '4000'])
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    const ended = once(child, 'close')
    await expect.poll(() => printed, { timeout: 20_000 }).toContain('begun')
    await expect.poll(async () => (await store.claim({ ...request, workerId: 'awake' }))?.lease.attempt, { timeout: 10_000, interval: 20 }).toBe(2)
    expect(await store.settle({ jobId: id, attempt: 2, workerId: 'awake' }, completed({ commitId: 'of the other' }))).toBe(true)
    await ended
    expect(printed).not.toContain('\ncompleted')
    expect(printed).toMatch(/refused|the lease was lost/)
    expect(await store.find(id)).toMatchObject({ status: 'completed', commitId: 'of the other' })
    database.close()
    await world.close()
  })
})

describe('a wall clock that jumps', () => {
  it.each([3_600_000, -3_600_000])('J8: by %d ms hands no job on, delays none that waits, and makes no time negative', async (jumpMs) => {
    const world = await sqliteWorld()
    const held = await Promise.all(Array.from({ length: 3 }, () => running(world)))
    const waiting = await inserted(world)
    const first = held[0]
    if (first === undefined) throw new Error('nothing runs')
    await world.store.report(first.lease, { stage: 'cloning', progress: progress('Cloning'), events: [] })
    world.clock.setWallBy(jumpMs)
    world.clock.advance(leaseMs / 2)
    expect((await world.store.claim(request))?.job.id).toBe(waiting)
    expect(await world.store.claim(request)).toBeUndefined()
    for (const { lease } of held) expect(await world.store.renew(lease, leaseMs)).toBe('held')
    await world.store.settle(first.lease, completed())
    const job = await world.store.find(first.job.id)
    if (job === undefined) throw new Error('the job is gone')
    for (const { duration_ms } of toJobStatusResponse(job, undefined).stages) expect(duration_ms).toBeGreaterThanOrEqual(0)
    for (const { sumSeconds } of await world.store.tallies()) expect(sumSeconds).toBeGreaterThanOrEqual(0)
    await world.close()
  })

  it('J8: ends a back-off early at most once: a job that fails again waits again', async () => {
    const world = await sqliteWorld()
    const { lease, job } = await running(world)
    await world.store.settle(lease, { kind: 'retry-later', failure, delayMs: 60_000 })
    world.clock.setWallBy(3_600_000)
    const again = await world.store.claim(request)
    expect(again?.job.id).toBe(job.id)
    if (again !== undefined) await world.store.settle(again.lease, { kind: 'retry-later', failure, delayMs: 60_000 })
    expect(await world.store.claim(request)).toBeUndefined()
    await world.close()
  })
})

describe('a heartbeat', () => {
  it('J22: that fails three times makes the worker stop before its lease is over, and hand back what it can', async () => {
    const world = workerWorld()
    const { run, begun } = heldWork()
    let failures = 0
    const deaf = {
      ...world.store,
      renew: async () => {
        failures += 1
        throw new Error('the store is away')
      },
    }
    const worker = world.worker(run, {}, { store: deaf })
    const id = await add(world.store)
    const done = worker.tick()
    await begun
    for (let beat = 0; beat < 3; beat += 1) {
      world.clock.advance(workerSettings.heartbeatMs)
      await worker.keepLeases()
    }
    await done
    expect(failures).toBe(3)
    expect(await world.store.find(id)).toMatchObject({ status: 'queued', attempt: 1, failures: 0 })
    expect((await world.store.claim(request))?.lease).toMatchObject({ jobId: id, attempt: 2 })
  })
})
