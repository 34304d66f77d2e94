import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, failure, inserted, leaseMs, progress, request, running } from './job-store-world.js'

export function claimContract(world: World): void {
  it('finds nothing in an empty queue', async () => {
    expect(await world().store.claim(request)).toBeUndefined()
  })

  it('takes by priority, then age', async () => {
    const [old, young, urgent] = [await inserted(world()), await inserted(world()), await inserted(world(), { priority: 5 })]
    const order = [await claimed(world()), await claimed(world()), await claimed(world())].map(({ job }) => job.id)
    expect(order).toEqual([urgent, old, young])
    expect(await world().store.claim(request)).toBeUndefined()
  })

  it('hands each job to one of many simultaneous claims', async () => {
    for (let count = 0; count < 20; count++) await inserted(world())
    const claims = await Promise.all(Array.from({ length: 30 }, () => world().store.claim(request)))
    const ids = claims.flatMap((claim) => (claim === undefined ? [] : [claim.job.id]))
    expect(ids).toHaveLength(20)
    expect(new Set(ids).size).toBe(20)
  })

  it('starts the attempt: number, start, a fresh list of stages, an event', async () => {
    const { job, lease } = await running(world())
    expect(job).toMatchObject({ status: 'processing', attempt: 1, stages: [], cancelRequested: false, startedAt: world().clock.now() })
    expect(lease).toEqual({ jobId: job.id, attempt: 1, workerId: 'worker-1' })
    expect(await world().store.find(job.id)).toEqual(job)
    expect((await world().store.events(job.id, 1, 10)).map(({ message, status }) => [message, status])).toEqual([
      ['Attempt 1 started', 'processing'],
    ])
  })

  it('leaves a job alone until its back-off is over, and takes the next one meanwhile', async () => {
    const { lease } = await running(world())
    await world().store.settle(lease, { kind: 'retry-later', failure, delayMs: 5_000 })
    const other = await inserted(world())
    expect((await claimed(world())).job.id).toBe(other)
    world().clock.advance(4_999)
    expect(await world().store.claim(request)).toBeUndefined()
    world().clock.advance(1)
    expect((await claimed(world())).job).toMatchObject({ id: lease.jobId, attempt: 2 })
  })

  it('takes a waiting job at once after the wall clock was set back by hours', async () => {
    const id = await inserted(world())
    world().clock.setWallBy(-7_200_000)
    expect((await claimed(world())).job.id).toBe(id)
  })

  it('does not take a paused job', async () => {
    const id = await inserted(world())
    await world().store.setPaused(id, true)
    expect(await world().store.claim(request)).toBeUndefined()
    await world().store.setPaused(id, false)
    expect((await claimed(world())).job.id).toBe(id)
  })

  it('fails a job that crashed too often, goes on to the next job, and refuses the last worker', async () => {
    const first = await running(world())
    const next = await inserted(world())
    world().clock.advance(leaseMs)
    const second = await claimed(world())
    world().clock.advance(leaseMs)
    const third = await claimed(world())
    expect([second.job.id, second.lease.attempt, third.job.id, third.lease.attempt]).toEqual([first.job.id, 2, first.job.id, 3])
    world().clock.advance(leaseMs)
    expect((await claimed(world())).job.id).toBe(next)
    expect(await world().store.find(first.job.id)).toMatchObject({
      status: 'failed',
      failure: { code: 'jobs/crashed-repeatedly', attempt: 3 },
    })
    expect(await world().store.renew(third.lease, leaseMs)).toBe('lost')
  })

  it('counts no crash for a hand-back, and forgets crashes once a new checkpoint was put', async () => {
    await running(world())
    for (let round = 0; round < 3; round++) {
      world().clock.advance(leaseMs)
      const { lease } = await claimed(world())
      await world().checkpoints.put(lease, `step ${round}`, 'done')
      await world().store.settle(lease, { kind: 'handed-back' })
      await claimed(world())
    }
    world().clock.advance(leaseMs)
    const { lease } = await claimed(world())
    await world().checkpoints.put(lease, 'step 0', 'the same step again is no progress')
    world().clock.advance(leaseMs)
    await claimed(world())
    world().clock.advance(leaseMs)
    expect(await world().store.claim(request)).toBeUndefined()
    expect(await world().store.find(lease.jobId)).toMatchObject({ status: 'failed' })
  })

  it('forgets crashes when the job crashes in a later stage than before, and counts on when it does not', async () => {
    await running(world())
    world().clock.advance(leaseMs)
    const crashIn = async (stage: 'cloning' | 'writing') => {
      const { lease } = await claimed(world())
      await world().store.report(lease, { progress: progress('on'), stage: 'resolving', events: [] })
      await world().store.report(lease, { progress: progress('on'), stage, events: [] })
      world().clock.advance(leaseMs)
      return lease.jobId
    }
    for (const stage of ['cloning', 'cloning', 'writing', 'cloning'] as const) await crashIn(stage)
    const id = await crashIn('writing')
    expect(await world().store.claim(request)).toBeUndefined()
    expect(await world().store.find(id)).toMatchObject({ status: 'failed', failure: { code: 'jobs/crashed-repeatedly', attempt: 6 } })
  })

  it('cancels instead of handing on when the cancel was asked for and the worker is gone', async () => {
    const { job, lease } = await running(world())
    await world().store.cancel(job.id)
    world().clock.advance(leaseMs)
    expect(await world().store.claim(request)).toBeUndefined()
    expect(await world().store.find(job.id)).toMatchObject({ status: 'cancelled', completedAt: world().clock.now() })
    expect(await world().store.settle(lease, { kind: 'handed-back' })).toBe(false)
  })

  it('puts a paused job back to wait when its worker is gone', async () => {
    const { job } = await running(world())
    await world().store.setPaused(job.id, true)
    world().clock.advance(leaseMs)
    expect(await world().store.claim(request)).toBeUndefined()
    expect(await world().store.find(job.id)).toMatchObject({ status: 'queued', paused: true })
    expect((await world().store.events(job.id, 0, 10)).at(-1)).toMatchObject({ status: 'queued', level: 'warning' })
  })
}
