import { describe, expect, it } from 'vitest'
import { modelErrors } from '../../../src/documentation/text-model.js'
import { defaultRetryPolicy } from '../../../src/jobs/decide-outcome.js'
import type { JobStore } from '../../../src/jobs/job-store.js'
import { AppError } from '../../../src/platform/app-error.js'
import { refuse } from '../../contracts/job-store/job-store-world.js'
import { add, heldWork, result, until, workerSettings, workerWorld } from './worker-world.js'

const transient = () => new AppError('repositories/unreachable', 'transient', 'No answer.', { advice: 'Wait.' })

describe('BackgroundWorker', () => {
  it('runs a job through its stages to completed, with progress, commit, summary, events and its publication', async () => {
    const { store, worker, publications } = workerWorld()
    const id = await add(store)
    const background = worker(async (_job, run) => {
      await run.stage('resolving', 'Asking for the commit')
      await run.commit('abc')
      await run.summary('at abc')
      await run.stage('writing', 'Writing\npages')
      await run.step(1, 1, 'Wrote page 1')
      await run.log('warning', 'one file\u0000skipped')
      return { ...result, commitId: 'abc', publication: 'wiki' }
    })
    expect(await background.tick()).toBe(1)
    const job = await store.find(id)
    expect(job).toMatchObject({ status: 'completed', commitId: 'abc', progress: { percent: 100 } })
    expect(job?.stages.map(({ stage, summary }) => [stage, summary])).toEqual([
      ['resolving', 'at abc'],
      ['writing', undefined],
    ])
    expect((await store.events(id, 0, 100)).map(({ message }) => message)).toEqual([
      'Added to the queue',
      'Attempt 1 started',
      'Asking for the commit',
      'at abc',
      'Writing pages',
      'one file skipped',
      'Completed',
    ])
    expect(publications).toEqual(['wiki'])
  })

  it('runs as many jobs at the same time as it may, and no more', async () => {
    const { store, worker } = workerWorld()
    await add(store, 5)
    let now = 0
    let most = 0
    const background = worker(
      async () => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setImmediate(resolve))
        now--
        return result
      },
      { concurrency: 3 },
    )
    expect([await background.tick(), await background.tick(), await background.tick()]).toEqual([3, 2, 0])
    expect(most).toBe(3)
    expect((await store.figures()).completed).toBe(5)
  })

  it('works by itself: wakes for a new job and takes the next when one has ended', async () => {
    const world = workerWorld()
    const background = world.worker(async () => result, { concurrency: 1, pollMs: 60_000 })
    background.start()
    await add(world.store, 2)
    const id = await add(world.store)
    world.wakeUp.notify()
    await until(world, id, 'completed')
    await background.stop(1_000)
    expect((await world.store.figures()).completed).toBe(3)
  })

  it('finds a job without being told, by polling', async () => {
    const world = workerWorld()
    const background = world.worker(async () => result, { pollMs: 5 })
    background.start()
    const id = await add(world.store)
    await until(world, id, 'completed')
    await background.stop(1_000)
  })

  it('J15: tries again after a transient failure, goes on from its checkpoint, and gives up after the last attempt', async () => {
    const { store, worker, clock } = workerWorld()
    const id = await add(store)
    let resolved = 0
    const background = worker(
      async (_job, run) => {
        if ((await run.checkpoints.get('resolve')) === undefined) {
          resolved += 1
          await run.checkpoints.put('resolve', 'abc')
        }
        throw transient()
      },
      { retry: { ...defaultRetryPolicy, maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 10_000 } },
    )
    for (const waitMs of [500, 1_000]) {
      await background.tick()
      expect(await store.find(id)).toMatchObject({
        status: 'queued',
        runAt: new Date(clock.now().getTime() + waitMs),
        lastFailure: { code: 'repositories/unreachable' },
      })
      clock.advance(waitMs)
    }
    await background.tick()
    expect(await store.find(id)).toMatchObject({
      status: 'failed',
      attempt: 3,
      failures: 3,
      failure: { message: 'No answer.', advice: 'Wait.' },
    })
    expect(resolved).toBe(1)
  })

  it('L2: parks a job while the model is away for half an hour, looks rarely, and completes it soon after', async () => {
    const { store, worker, clock } = workerWorld()
    const id = await add(store)
    const backAt = clock.now().getTime() + 1_800_000
    let looks = 0
    const background = worker(async () => {
      looks += 1
      if (clock.now().getTime() < backAt) throw modelErrors.unavailable('the connection was refused', 15)
      return result
    })
    await background.tick()
    for (let job = await store.find(id); job?.status === 'queued'; job = await store.find(id)) {
      expect(job).toMatchObject({ failures: 0, lastFailure: { code: 'documentation/model-unavailable' } })
      clock.advance((job.runAt?.getTime() ?? 0) - clock.now().getTime())
      await background.tick()
    }
    expect(await store.find(id)).toMatchObject({ status: 'completed', failures: 0 })
    expect(clock.now().getTime() - backAt).toBeLessThan(300_000)
    expect(looks).toBeLessThan(40)
  })

  it('J15: fails at once when a retry cannot help, also for work that throws before it returns a promise', async () => {
    const { store, worker } = workerWorld()
    const id = await add(store)
    await worker(() => {
      throw new AppError('repositories/not-found', 'missing', 'No such repository.')
    }).tick()
    expect(await store.find(id)).toMatchObject({ status: 'failed', failure: { code: 'repositories/not-found' } })
  })

  it('hands running jobs back at shutdown and claims nothing more', async () => {
    const { store, worker } = workerWorld()
    const id = await add(store)
    const { run, begun } = heldWork()
    const background = worker(run)
    background.start()
    await begun
    await background.stop(1_000)
    await background.stop(1_000)
    expect(await store.find(id)).toMatchObject({ status: 'queued', failures: 0, lastFailure: undefined })
    expect(await background.tick()).toBe(0)
  })

  it('hands back work that does not stop within the grace, and what it still writes is refused', async () => {
    const { store, worker } = workerWorld()
    const id = await add(store)
    let begin = (): void => undefined
    let letGo = (): void => undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const go = new Promise<void>((resolve) => (letGo = resolve))
    let late: unknown
    const background = worker(async (_job, run) => {
      begin()
      await go
      late = await run.log('info', 'too late').catch((error: unknown) => error)
      return { ...result, publication: 'late' }
    })
    background.start()
    await begun
    await background.stop(10)
    expect(await store.find(id)).toMatchObject({ status: 'queued', attempt: 1 })
    letGo()
    await new Promise((resolve) => setImmediate(resolve))
    expect(late).toMatchObject({ code: 'jobs/stopped-by-shutdown' })
    expect(await store.find(id)).toMatchObject({ status: 'queued', attempt: 1 })
  })

  it('runs a job that took a worker with it alone, until it gets on', async () => {
    const world = workerWorld()
    const ids = [await add(world.store), await add(world.store), await add(world.store)]
    for (let at = 0; at < 2; at += 1) await world.store.claim({ workerId: 'dead', leaseMs: 0, maxCrashes: 3 })
    const begun: string[] = []
    let getOn = (): void => undefined
    let end = (): void => undefined
    const mayGetOn = new Promise<void>((resolve) => (getOn = resolve))
    const mayEnd = new Promise<void>((resolve) => (end = resolve))
    const worker = world.worker(async (job, run) => {
      begun.push(job.id)
      await mayGetOn
      await run.checkpoints.put('step', '')
      await mayEnd
      return result
    })
    worker.start()
    await expect.poll(() => begun).toEqual(ids.slice(0, 1))
    // Many looks later there is still one: a look that finds room would have begun the next.
    for (let look = 0; look < 20; look += 1) {
      world.wakeUp.notify()
      await world.store.figures()
    }
    expect(begun).toEqual(ids.slice(0, 1))
    getOn()
    await expect.poll(() => begun).toEqual(ids.slice(0, 2))
    end()
    for (const id of ids) await until(world, id, 'completed')
    await worker.stop(1_000)
  })

  it('makes a refused publication a failure of the job', async () => {
    const { store, worker, publications } = workerWorld()
    const id = await add(store)
    await worker(async () => ({ ...result, publication: refuse })).tick()
    expect(await store.find(id)).toMatchObject({ status: 'queued', failures: 1, lastFailure: { code: 'internal/unexpected' } })
    expect(publications).toEqual([])
  })

  it('survives a store that is away: claims again later, and leaves an outcome that it cannot write to the lease', async () => {
    const world = workerWorld()
    const id = await add(world.store)
    let away = true
    const flaky: JobStore = {
      ...world.store,
      claim: async (request) => (away ? Promise.reject(new Error('away')) : world.store.claim(request)),
      pastRuns: async () => Promise.reject(new Error('away')),
      settle: async (lease, outcome) => (lease.attempt === 1 ? Promise.reject(new Error('away')) : world.store.settle(lease, outcome)),
    }
    await expect(world.worker(async () => result, {}, { store: flaky }).tick()).rejects.toThrow('away')
    const background = world.worker(async () => result, { pollMs: 5 }, { store: flaky })
    background.start()
    away = false
    await until(world, id, 'processing')
    await background.stop(1_000)
    world.clock.advance(30_000)
    await world.worker(async () => result, {}, { store: flaky }).tick()
    expect(await world.store.find(id)).toMatchObject({ status: 'completed', attempt: 2 })
  })

  it('writes an outcome as soon as a store that was away is there, before anybody takes the job for abandoned', async () => {
    const world = workerWorld()
    const id = await add(world.store)
    let refusals = 2
    const outage = new AppError('test/away', 'transient', 'It is away.', { isOutage: true })
    const flaky: JobStore = {
      ...world.store,
      settle: async (lease, outcome) => (refusals-- > 0 ? Promise.reject(outage) : world.store.settle(lease, outcome)),
    }
    await world.worker(async () => result, {}, { store: flaky }).tick()
    expect(refusals).toBe(-1)
    expect(await world.store.find(id)).toMatchObject({ status: 'completed', attempt: 1 })
  })

  it('sends back what came along with a job that must run alone, uncounted, and goes on with it later', async () => {
    const world = workerWorld()
    const background = world.worker(async () => result, { concurrency: 4, pollMs: 60_000 })
    // What it claims first is no suspect, so it asks for several together from then on.
    await add(world.store)
    expect(await background.tick()).toBe(1)
    const ids = [await add(world.store), await add(world.store), await add(world.store)]
    await world.store.claim({ workerId: 'dead', leaseMs: 0, maxCrashes: 3 })
    expect(await background.tick()).toBe(1)
    const jobs = await Promise.all(ids.map((id) => world.store.find(id)))
    expect(jobs.map((job) => job?.status)).toEqual(['completed', 'queued', 'queued'])
    expect(await background.tick()).toBe(2)
    for (const id of ids.slice(1)) expect(await world.store.find(id)).toMatchObject({ status: 'completed', attempt: 2, failures: 0 })
  })

  it('does not blame a job for a worker that lost its lease and lives', async () => {
    const world = workerWorld()
    const id = await add(world.store)
    for (let round = 1; round <= workerSettings.maxCrashes; round += 1) {
      const held = heldWork()
      const late = world.worker(held.run)
      const ended = late.tick()
      await held.begun
      world.clock.advance(workerSettings.leaseMs)
      const next = await world.store.claim({ ...workerSettings, workerId: 'worker-2' })
      expect(next).toMatchObject({ lease: { jobId: id, attempt: 2 * round }, crashes: 1 })
      await late.keepLeases()
      await ended
      if (next !== undefined) expect(await world.store.settle(next.lease, { kind: 'handed-back' })).toBe(true)
    }
    await world.worker(async () => result).tick()
    expect(await world.store.find(id)).toMatchObject({ status: 'completed' })
  })

  it('writes progress a few times a second, but every stage and log line', async () => {
    const { store, worker, clock } = workerWorld()
    await add(store)
    let reports = 0
    const counting: JobStore = { ...store, report: async (lease, report) => ((reports += 1), store.report(lease, report)) }
    const run = worker(
      async (_job, attempt) => {
        await attempt.stage('writing', 'Writing')
        for (let step = 1; step <= 1_000; step++) {
          clock.advance(1)
          await attempt.step(step, 1_000, `Page ${step}`)
        }
        return result
      },
      {},
      { store: counting },
    )
    await run.tick()
    expect(reports).toBeGreaterThanOrEqual(5)
    expect(reports).toBeLessThanOrEqual(7)
  })
})
