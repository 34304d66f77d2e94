import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, leaseMs, running } from './job-store-world.js'

export function checkpointContract(world: World): void {
  it('keeps the latest value of each step, per job', async () => {
    const [one, two] = [await running(world()), await running(world())]
    const large = 'ünïcode '.repeat(50_000)
    expect(await world().checkpoints.put(one.lease, 'page:__proto__', 'first')).toBe(true)
    await world().checkpoints.put(one.lease, 'page:__proto__', large)
    await world().checkpoints.put(two.lease, 'page:__proto__', 'other')
    expect(await world().checkpoints.get(one.job.id, 'page:__proto__')).toBe(large)
    expect(await world().checkpoints.get(two.job.id, 'page:__proto__')).toBe('other')
    expect(await world().checkpoints.get(one.job.id, 'constructor')).toBeUndefined()
  })

  it('survives a crash of the worker and a hand-back', async () => {
    const { job, lease } = await running(world())
    await world().checkpoints.put(lease, 'a', '1')
    world().clock.advance(leaseMs)
    const second = await claimed(world())
    expect(await world().checkpoints.get(job.id, 'a')).toBe('1')
    await world().store.settle(second.lease, { kind: 'handed-back' })
    expect(await world().checkpoints.get(job.id, 'a')).toBe('1')
  })

  it('refuses an attempt that has ended', async () => {
    const { job, lease } = await running(world())
    await world().store.settle(lease, completed())
    expect(await world().checkpoints.put(lease, 'a', 'late')).toBe(false)
    expect(await world().checkpoints.get(job.id, 'a')).toBeUndefined()
  })
}
