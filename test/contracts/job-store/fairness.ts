import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, inserted, leaseMs, request } from './job-store-world.js'

export function fairnessContract(world: World): void {
  /** Claims, runs and completes one job after another; whose they were. */
  async function served(count: number): Promise<string[]> {
    const order: string[] = []
    for (let turn = 0; turn < count; turn++) {
      const { job, lease } = await claimed(world())
      await world().store.settle(lease, completed())
      order.push(job.submitter)
    }
    return order
  }

  it('serves submitters in turn, however many jobs one of them has', async () => {
    for (let count = 0; count < 6; count++) await inserted(world(), { submitter: 'burst' })
    await inserted(world(), { submitter: 'ann' })
    await inserted(world(), { submitter: 'bob' })
    expect(await served(8)).toEqual(['burst', 'ann', 'bob', 'burst', 'burst', 'burst', 'burst', 'burst'])
  })

  it('starts another submitter’s job next, while a burst of 500 waits', async () => {
    for (let count = 0; count < 500; count++) await inserted(world(), { submitter: 'burst' })
    await claimed(world())
    const mine = await inserted(world(), { submitter: 'ann' })
    expect(await world().store.queuePosition(mine)).toBe(1)
    expect((await claimed(world())).job.id).toBe(mine)
  })

  it('gives the next job to who has less running', async () => {
    for (let count = 0; count < 3; count++) await inserted(world(), { submitter: 'ann' })
    await claimed(world())
    await claimed(world())
    await inserted(world(), { submitter: 'bob' })
    await inserted(world(), { submitter: 'bob' })
    const submitters = [await claimed(world()), await claimed(world()), await claimed(world())].map(({ job }) => job.submitter)
    expect(submitters).toEqual(['bob', 'bob', 'ann'])
  })

  it('serves hosts in turn', async () => {
    for (const host of ['a.example', 'a.example', 'b.example']) await inserted(world(), { host })
    const hosts = [await claimed(world()), await claimed(world()), await claimed(world())].map(({ job }) => job.subject.host)
    expect(hosts).toEqual(['a.example', 'b.example', 'a.example'])
  })

  it('lets priority go before fairness', async () => {
    await inserted(world(), { submitter: 'ann', priority: 1 })
    await inserted(world(), { submitter: 'ann', priority: 1 })
    await inserted(world(), { submitter: 'bob' })
    expect(await served(3)).toEqual(['ann', 'ann', 'bob'])
  })

  it('keeps to the limits overall, per host and per submitter, and goes on below when a priority is held back', async () => {
    const urgent = await inserted(world(), { host: 'busy.example', priority: 9 })
    await inserted(world(), { host: 'busy.example', priority: 9 })
    const other = await inserted(world(), { submitter: 'bob' })
    const limited = { ...request, maxRunningPerHost: 1, maxRunningPerSubmitter: 2, maxRunning: 2 }
    const first = await world().store.claim(limited)
    expect(first?.job.id).toBe(urgent)
    expect((await world().store.claim(limited))?.job.id).toBe(other)
    expect(await world().store.claim(limited)).toBeUndefined()
    expect(await world().store.claim({ ...limited, maxRunning: 3 })).toBeUndefined()
    expect((await world().store.claim({ ...limited, maxRunning: 3, maxRunningPerHost: 2 }))?.job.subject.host).toBe('busy.example')
    await inserted(world())
    expect(await world().store.claim({ ...request, maxRunningPerSubmitter: 2 })).toBeUndefined()
  })

  it('counts a job that is taken over as no further one', async () => {
    await inserted(world())
    const { job } = await claimed(world())
    world().clock.advance(leaseMs)
    const again = await world().store.claim({ ...request, maxRunning: 1, maxRunningPerHost: 1, maxRunningPerSubmitter: 1 })
    expect(again).toMatchObject({ job: { id: job.id }, lease: { attempt: 2 } })
  })

  it('begins nothing while the queue is paused, and says so; what runs goes on, also after its worker died', async () => {
    await inserted(world())
    await inserted(world())
    const { job, lease } = await claimed(world())
    await world().store.setQueuePaused(true)
    expect(await world().store.figures()).toMatchObject({ paused: true, queued: 1, processing: 1 })
    expect(await world().store.claim(request)).toBeUndefined()
    world().clock.advance(leaseMs)
    expect((await claimed(world())).job.id).toBe(job.id)
    expect(await world().store.settle(lease, completed())).toBe(false)
    await world().store.setQueuePaused(false)
    expect(await world().store.claim(request)).toBeDefined()
    expect((await world().store.figures()).paused).toBe(false)
  })

  it('forgets the turns of those who have nothing open', async () => {
    await inserted(world(), { submitter: 'ann' })
    await served(1)
    expect(await world().store.prune(new Date(0))).toBe(0)
    await inserted(world(), { submitter: 'ann' })
    await inserted(world(), { submitter: 'bob' })
    expect(await served(2)).toEqual(['ann', 'bob'])
  })
}
