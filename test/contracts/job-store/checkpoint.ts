import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import type { Outcome } from '../../../src/jobs/job-store.js'
import { claimed, completed, failed, gap, leaseMs, running } from './job-store-world.js'

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

  it('keeps them for as long as the job may need them: until it is complete without gaps', async () => {
    const has = async (id: string) => (await world().checkpoints.get(id, 'page')) !== undefined
    const after = async (outcome: Outcome) => {
      const { lease } = await running(world())
      await world().checkpoints.put(lease, 'page', 'written')
      await world().store.settle(lease, outcome)
      return has(lease.jobId)
    }
    expect(await after(failed)).toBe(true)
    expect(await after({ kind: 'cancelled' })).toBe(true)
    expect(await after(completed({ gaps: [gap] }))).toBe(true)
    expect(await after(completed())).toBe(false)
  })
}
