import { describe, expect, it } from 'vitest'
import { add, heldWork, result, until, workerWorld } from './worker-world.js'

describe('the lease of a running attempt', () => {
  it('stops cancelled work and keeps the job cancelled', async () => {
    const { store, worker } = workerWorld()
    const id = await add(store)
    const { run, begun } = heldWork()
    const background = worker(run)
    const turn = background.tick()
    await begun
    await store.cancel(id)
    await background.keepLeases()
    await turn
    expect(await store.find(id)).toMatchObject({ status: 'cancelled' })
  })

  it('hears of a cancel at once when it is woken', async () => {
    const world = workerWorld()
    const id = await add(world.store)
    const { run, begun } = heldWork()
    const background = world.worker(run, { pollMs: 60_000 })
    background.start()
    await begun
    await world.store.cancel(id)
    world.wakeUp.notify('steered')
    await until(world, id, 'cancelled')
    await background.stop(1_000)
  })

  it('hears of a cancel from its next word to the store', async () => {
    const { store, worker } = workerWorld()
    const id = await add(store)
    await worker(async (_job, run) => {
      await store.cancel(id)
      await run.log('info', 'Still here')
      run.signal.throwIfAborted()
      return result
    }).tick()
    expect(await store.find(id)).toMatchObject({ status: 'cancelled' })
  })

  it('hears of a cancel within a second when nothing wakes it', async () => {
    const world = workerWorld()
    const id = await add(world.store)
    const { run, begun } = heldWork()
    const background = world.worker(run, { pollMs: 60_000 })
    background.start()
    await begun
    const askedMs = performance.now()
    await world.store.cancel(id)
    await until(world, id, 'cancelled')
    expect(performance.now() - askedMs).toBeLessThan(1_000)
    await background.stop(1_000)
  })

  it('hands a paused job back, and goes on with it when it is resumed', async () => {
    const { store, worker } = workerWorld()
    const id = await add(store)
    const { run, begun } = heldWork()
    const background = worker(run)
    const turn = background.tick()
    await begun
    await store.setPaused(id, true)
    await background.keepLeases()
    await turn
    expect(await store.find(id)).toMatchObject({ status: 'queued', paused: true, failures: 0 })
    await store.setPaused(id, false)
    expect(await worker(async () => result).tick()).toBe(1)
    expect(await store.find(id)).toMatchObject({ status: 'completed', attempt: 2 })
  })

  it('renews the lease of long work, so nobody takes it', async () => {
    const { store, worker, clock } = workerWorld()
    const id = await add(store)
    const { run, begun, letGo } = heldWork()
    const [one, two] = [worker(run), worker(async () => result, { workerId: 'worker-2' })]
    const turn = one.tick()
    await begun
    for (let beat = 0; beat < 10; beat++) {
      clock.advance(15_000)
      await one.keepLeases()
      expect(await two.tick()).toBe(0)
    }
    letGo()
    await turn
    expect(await store.find(id)).toMatchObject({ status: 'completed', attempt: 1 })
  })

  it('tells the time left anew while a stage says nothing', async () => {
    const { store, worker, clock } = workerWorld()
    const id = await add(store)
    const { run, begun, letGo } = heldWork()
    const background = worker(async (job, attempt) => {
      await attempt.stage('writing', 'Writing')
      return run(job, attempt)
    })
    const turn = background.tick()
    await begun
    const seconds = async () => (await store.find(id))?.progress.eta?.seconds ?? 0
    clock.advance(10_000)
    await background.keepLeases()
    await expect.poll(seconds).toBeGreaterThan(0)
    const before = await seconds()
    clock.advance(10_000)
    await background.keepLeases()
    await expect.poll(seconds).toBeGreaterThan(before)
    letGo()
    await turn
  })

  it('writes nothing after a stopped process wakes and another worker has finished its job', async () => {
    const { store, worker, clock, publications } = workerWorld()
    const id = await add(store)
    const { run, begun, letGo } = heldWork()
    const turn = worker(async (job, attempt) => ({ ...(await run(job, attempt)), publication: 'late' })).tick()
    await begun
    clock.advance(30_000)
    await worker(async () => ({ ...result, publication: 'first' }), { workerId: 'worker-2' }).tick()
    const finished = await store.find(id)
    letGo()
    await turn
    expect(await store.find(id)).toEqual(finished)
    expect(publications).toEqual(['first'])
  })

  it('J22: stops its work when the store has not answered for a whole lease, also while a renewal hangs, and hands it back', async () => {
    for (const broken of [async () => Promise.reject(new Error('store away')), () => new Promise<never>(() => undefined)]) {
      const { store, worker, clock } = workerWorld()
      const id = await add(store)
      const { run, begun } = heldWork()
      const background = worker(run, { concurrency: 1 }, { store: { ...store, renew: broken, find: broken } })
      const turn = background.tick()
      await begun
      clock.advance(10_000)
      void background.keepLeases()
      clock.advance(20_000)
      void background.keepLeases()
      void background.keepLeases()
      await turn
      expect(await store.find(id)).toMatchObject({ status: 'queued', attempt: 1 })
    }
  })

  it('goes on after a pause longer than the lease when nobody has taken its job', async () => {
    const { store, worker, clock } = workerWorld()
    const id = await add(store)
    const { run, begun, letGo } = heldWork()
    const background = worker(run)
    const turn = background.tick()
    await begun
    clock.advance(300_000)
    await background.keepLeases()
    letGo()
    await turn
    expect(await store.find(id)).toMatchObject({ status: 'completed', attempt: 1 })
  })
})
