import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { uuidv7 } from 'uuidv7'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { postgresCheckpointStore } from '../../src/jobs/adapters/postgres/postgres-checkpoint-store.js'
import { postgresJobStore } from '../../src/jobs/adapters/postgres/postgres-job-store.js'
import { memoryWakeUp } from '../../src/jobs/adapters/memory/memory-wake-up.js'
import { BackgroundWorker } from '../../src/jobs/background-worker.js'
import type { JobStore } from '../../src/jobs/job-store.js'
import { systemClock } from '../../src/platform/clock.js'
import { silentLogger } from '../../src/platform/logger.js'
import { openPool } from '../../src/platform/postgres/open-pool.js'
import { query } from '../../src/platform/postgres/query.js'
import { completed, limits, newJob, progress } from '../contracts/job-store/job-store-world.js'
import { result, workerSettings } from '../flows/jobs/worker-world.js'
import { Cluster } from '../support/cluster.js'
import { CodewikiWorker } from '../support/codewiki-worker.js'
import { GitServer } from '../support/git-server.js'
import { isOwnServer, startPostgres, type PostgresServer } from '../support/postgres-server.js'
import { ScriptedModel } from '../support/scripted-model.js'
import { SmallDisk } from '../support/small-disk.js'
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js'
import { projectFiles } from '../chaos/workload.js'
import { patienceMs } from './fault-lab.js'

let git: GitServer
let model: ScriptedModel
let postgres: PostgresServer
beforeAll(async () => {
  ;[git, model, postgres] = await Promise.all([GitServer.start(), ScriptedModel.start(), startPostgres()])
})
afterEach(() => model.behave({}))
afterAll(async () => {
  await postgres.close()
  await Promise.all([git.stop(), model.stop()])
})

const withModel = () => ({ MAIN_MODEL: 'scripted/large', LLM_BASE_URL: model.url, CODEWIKI_ANALYSIS_PROCESSES: '1', LLM_CONCURRENCY: '2' })
/** Pages that one job has explained at the same time, after the modules have their names. */
const callsAtOnce = 2

describe('a network that drops everything between a worker and PostgreSQL', { timeout: 2 * patienceMs }, () => {
  it('S8: the worker gives up its work within its lease, another completes the job, and what arrives late changes nothing', async () => {
    await model.behave({ hang: true })
    await using cluster = new Cluster(git, postgres, withModel())
    await cluster.web.start()
    const proxy = await startProxy(postgres.url)
    const cutOff = cluster.addWorker({ DATABASE_URL: proxy.url })
    git.create('faults/partition', projectFiles('partition'))
    const { body } = await cluster.web.submit({ repo_url: git.url('faults/partition') })
    const id = String(body['job_id'])
    await expect.poll(async () => (await model.calls()).length, { timeout: patienceMs }).toBeGreaterThan(0)
    proxy.partition()
    await model.behave({})
    const attemptFolder = join(cutOff.dataDir, 'tmp', `${id}-1`)
    expect(existsSync(attemptFolder)).toBe(true)
    const other = cluster.addWorker()
    await expect.poll(() => existsSync(attemptFolder), { timeout: 20_000 }).toBe(false)
    await cluster.reached(id, 'completed')
    proxy.heal()
    await other.end('SIGKILL')
    const next = await cluster.submit('faults/after-partition')
    await cluster.reached(next, 'completed')
    expect(await cluster.web.job(id)).toMatchObject({ status: 'completed', attempt: 2 })
    expect(await cluster.completions(id)).toBe(1)
    expect(readdirSync(join(cutOff.dataDir, 'tmp'))).toEqual([])
    await cutOff.end('SIGKILL')
    await proxy.close()
  })
})

/** A store beyond a wire that can be cut; its publications are rows. */
async function storeBeyond(proxy: TcpProxy) {
  const schema = postgres.freshSchema()
  const pool = openPool({ url: proxy.url, applicationName: 'codewiki test', schema, maxConnections: 3 }, silentLogger)
  const store = await postgresJobStore({
    pool,
    changed: () => undefined,
    recordPublication: async (client, publication) => {
      await query.run(client, 'INSERT INTO publications (value) VALUES ($1)', JSON.stringify(publication))
    },
  })
  await pool.query('CREATE TABLE publications (value text)')
  const publications = async () => (await query.all(pool, 'SELECT value FROM publications')).length
  return { pool, store, publications, [Symbol.asyncDispose]: () => pool.end() }
}

const unavailable = { code: 'platform/database-unavailable', isOutage: true }

/** The first look after a restart may meet a broken connection. */
async function claimSoon(store: JobStore, leaseMs: number) {
  for (;;) {
    const claim = await store.claim({ workerId: 'test', leaseMs, maxCrashes: 3 }).catch(() => undefined)
    if (claim !== undefined) return claim
    await delay(20)
  }
}

describe('S9: a connection that is cut after COMMIT was sent, before its answer', { timeout: patienceMs }, () => {
  let proxy: TcpProxy
  beforeAll(async () => {
    proxy = await startProxy(postgres.url)
  })
  afterAll(() => proxy.close())

  /** The work is done, and whoever asked for it is told that the database is away. */
  async function unanswered(work: () => Promise<unknown>): Promise<void> {
    proxy.swallowAnswerTo('COMMIT')
    await expect(work()).rejects.toMatchObject(unavailable)
  }

  it('of a submission: asked again it is the same job', async () => {
    await using world = await storeBeyond(proxy)
    const first = newJob({ openKey: 'one' })
    await unanswered(() => world.store.insert(first, limits))
    const { job, created } = await world.store.insert(newJob({ id: uuidv7(), openKey: 'one' }), limits)
    expect({ id: job.id, created }).toEqual({ id: first.id, created: false })
    expect((await world.store.list({ limit: 10 })).jobs).toHaveLength(1)
  })

  it('of a claim: the job that nobody knows to run is handed on within the lease', async () => {
    await using world = await storeBeyond(proxy)
    const { job } = await world.store.insert(newJob(), limits)
    await unanswered(() => world.store.claim({ workerId: 'test', leaseMs: 300, maxCrashes: 3 }))
    expect(await world.store.find(job.id)).toMatchObject({ status: 'processing', attempt: 1 })
    expect((await claimSoon(world.store, 300)).lease).toMatchObject({ jobId: job.id, attempt: 2 })
  })

  it('of a report: its event is there once, and the log goes on without a gap', async () => {
    await using world = await storeBeyond(proxy)
    await world.store.insert(newJob(), limits)
    const { lease } = await claimSoon(world.store, 60_000)
    const report = (message: string) => ({ progress: progress(message), events: [{ level: 'info' as const, stage: undefined, message }] })
    await unanswered(() => world.store.report(lease, report('first')))
    expect(await world.store.report(lease, report('second'))).toBe('held')
    const events = await world.store.events(lease.jobId, 0, 10)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1))
    expect(events.slice(-2).map(({ message }) => message)).toEqual(['first', 'second'])
  })

  it('of a completion: it stands, with its publication once, and asking again is refused', async () => {
    await using world = await storeBeyond(proxy)
    await world.store.insert(newJob(), limits)
    const { lease } = await claimSoon(world.store, 60_000)
    const outcome = completed({ publication: { wiki: 1 } })
    await unanswered(() => world.store.settle(lease, outcome))
    expect(await world.store.settle(lease, outcome)).toBe(false)
    expect(await world.store.find(lease.jobId)).toMatchObject({ status: 'completed' })
    expect(await world.publications()).toBe(1)
  })

  it('of a completion by a worker: the job is completed, and not failed after it', async () => {
    await using world = await storeBeyond(proxy)
    const { job } = await world.store.insert(newJob(), limits)
    const run = async () => {
      proxy.swallowAnswerTo('COMMIT')
      return { ...result, publication: { wiki: 1 } }
    }
    const worker = new BackgroundWorker(
      { store: world.store, checkpoints: postgresCheckpointStore({ pool: world.pool }), wakeUp: memoryWakeUp(), clock: systemClock, logger: silentLogger, run, random: () => 0.5 },
      workerSettings,
    )
    expect(await worker.tick()).toBe(1)
    expect(await world.store.find(job.id)).toMatchObject({ status: 'completed', attempt: 1, failures: 0 })
    expect((await world.store.events(job.id, 0, 10)).filter(({ status }) => status === 'completed')).toHaveLength(1)
    expect(await world.publications()).toBe(1)
  })
})

describe.runIf(isOwnServer)('a PostgreSQL that crashes again and again', { timeout: patienceMs }, () => {
  it('S7: keeps what was acknowledged in the moment before: submissions and outcomes', async () => {
    const wire = await startProxy(postgres.url)
    await using world = await storeBeyond(wire)
    for (let crash = 0; crash < 3; crash += 1) {
      const ids = await Promise.all(Array.from({ length: 20 }, async () => (await world.store.insert(newJob(), limits)).job.id))
      await postgres.stop('immediate')
      await postgres.start()
      for (const id of ids) await expect.poll(() => world.store.find(id).catch(() => undefined), { timeout: 20_000 }).toMatchObject({ status: 'queued' })
      const { lease, job } = await claimSoon(world.store, 60_000)
      expect(await world.store.settle(lease, { kind: 'cancelled' })).toBe(true)
      await postgres.stop('immediate')
      await postgres.start()
      await expect.poll(() => world.store.find(job.id).catch(() => undefined), { timeout: 20_000 }).toMatchObject({ status: 'cancelled' })
    }
    await wire.close()
  })

  it('S7: hands jobs on and blames no job for the workers that it lost; a worker that dies is counted as before', async () => {
    const wire = await startProxy(postgres.url)
    await using world = await storeBeyond(wire)
    const { job } = await world.store.insert(newJob(), limits)
    await claimSoon(world.store, 200)
    for (let crash = 0; crash < 3; crash += 1) {
      await postgres.stop('immediate')
      await postgres.start()
      expect(await claimSoon(world.store, 200)).toMatchObject({ lease: { jobId: job.id, attempt: crash + 2 }, crashes: 0 })
    }
    // Renewed since the start of the server, and then silent: these two died.
    for (const crashes of [1, 2]) {
      const held = await world.store.find(job.id)
      await outlived(world.pool, 200)
      await world.store.renew({ jobId: job.id, attempt: held?.attempt ?? 0, workerId: 'test' }, 200)
      expect(await claimSoon(world.store, 200)).toMatchObject({ crashes })
    }
    await wire.close()
  })
})

/** The server is older than a lease. */
const outlived = (pool: Pool, leaseMs: number): Promise<void> =>
  expect
    .poll(async () => (await query.get<{ is: boolean }>(pool, `SELECT clock_timestamp() > pg_postmaster_start_time() + $1 * interval '1 ms' AS is`, leaseMs))?.is, { interval: 10 })
    .toBe(true)

const fiveMinutesMs = 300_000

/** Its wall clock is wrong from the first moment. */
const skewed = (ms: number) => ({
  NODE_OPTIONS: `--import=${new URL('./children/skewed-clock.mjs', import.meta.url).href}`,
  TEST_CLOCK_SKEW_MS: String(ms),
})

describe('clocks that are five minutes apart on either side', { timeout: 2 * patienceMs }, () => {
  it('J9: no worker takes the job of another that lives, and a dead one is replaced within the lease of the database', async () => {
    await model.behave({ hang: true, after: 2, times: callsAtOnce })
    await using cluster = new Cluster(git, postgres, withModel())
    await cluster.web.start()
    const behind = cluster.addWorker(skewed(-fiveMinutesMs))
    git.create('faults/skewed', projectFiles('skewed'))
    const { body } = await cluster.web.submit({ repo_url: git.url('faults/skewed') })
    const held = String(body['job_id'])
    const before = (await model.calls()).length
    await expect.poll(async () => (await model.calls()).length - before, { timeout: patienceMs }).toBe(2 + callsAtOnce)
    cluster.addWorker(skewed(fiveMinutesMs))
    // The one ahead is at work and looks for more all the while; the lease of two seconds is renewed by the one behind.
    await cluster.reached(await cluster.submit('faults/skewed-other'), 'completed')
    const leaseUntil = async () => {
      const [row] = await postgres.admin<{ at: number }>(`SELECT extract(epoch FROM lease_until)::float8 AS at FROM ${cluster.environment['CODEWIKI_DATABASE_SCHEMA']}.jobs WHERE id = $1`, [held])
      return row?.at ?? 0
    }
    const first = await leaseUntil()
    await expect.poll(leaseUntil, { timeout: 20_000 }).toBeGreaterThan(first + 2)
    expect(await cluster.web.job(held)).toMatchObject({ status: 'processing', attempt: 1 })
    await behind.end('SIGKILL')
    const killedAt = Date.now()
    await expect.poll(async () => (await cluster.web.job(held))['attempt'], { timeout: 20_000, interval: 20 }).toBe(2)
    expect(Date.now() - killedAt).toBeLessThan(6_000)
    const started = Date.parse(String((await cluster.web.job(held))['started_at']))
    expect(Math.abs(started - Date.now())).toBeLessThan(60_000)
  })
})

describe('a worker over PostgreSQL', { timeout: patienceMs }, () => {
  it('J4: that is told to stop while it starts does so as soon as it has started', async () => {
    await using cluster = new Cluster(git, postgres)
    const proxy = await startProxy(postgres.url)
    proxy.partition()
    const worker = new CodewikiWorker({ ...cluster.environment, DATABASE_URL: proxy.url })
    await expect.poll(() => proxy.connections(), { timeout: 20_000, interval: 5 }).toBeGreaterThan(0)
    worker.signal('SIGTERM')
    proxy.heal()
    const ended = new Promise<string>((resolve) => worker.onExit(() => resolve('ended')))
    expect(await Promise.race([ended, delay(15_000, 'still there')])).toBe('ended')
    expect(await worker.end()).toBe(0)
    await proxy.close()
  })

  it('S1: that cannot open its own folder on a full disk ends, and keeps no connection', async () => {
    const disk = SmallDisk.mount(1)
    if (disk === undefined) return
    await using cluster = new Cluster(git, postgres)
    for (const folder of ['wikis', 'tmp', 'git-home']) mkdirSync(join(disk.folder, folder))
    disk.fill()
    const worker = new CodewikiWorker(cluster.environment, { dataDir: disk.folder })
    const ended = new Promise<string>((resolve) => worker.onExit(() => resolve('ended')))
    expect(await Promise.race([ended, delay(30_000, 'still there')])).toBe('ended')
    expect(await worker.end()).toBe(75)
    disk.unmount()
  })
})
