import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, leaseMs, progress, request, running } from './job-store-world.js'

export function leaseContract(world: World): void {
  it('holds a job for as long as the lease, and longer when renewed', async () => {
    const { lease } = await running(world())
    world().clock.advance(leaseMs - 1)
    expect(await world().store.claim(request)).toBeUndefined()
    expect(await world().store.renew(lease, leaseMs)).toBe('held')
    world().clock.advance(leaseMs - 1)
    expect(await world().store.claim(request)).toBeUndefined()
  })

  it('hands a job on exactly once when its lease has run out', async () => {
    const { job } = await running(world())
    world().clock.advance(leaseMs)
    const claims = await Promise.all(Array.from({ length: 10 }, () => world().store.claim({ ...request, workerId: 'worker-2' })))
    const taken = claims.filter((claim) => claim !== undefined)
    expect(taken.map((claim) => [claim.job.id, claim.lease.attempt])).toEqual([[job.id, 2]])
  })

  it('refuses every write of a late worker, and the new run is not disturbed', async () => {
    const late = await running(world())
    world().clock.advance(leaseMs)
    const { lease } = await claimed(world(), 'worker-2')
    await world().checkpoints.put(lease, 'step', 'new')
    const before = await world().store.find(lease.jobId)
    const events = await world().store.events(lease.jobId, 0, 100)

    expect(await world().store.renew(late.lease, leaseMs)).toBe('lost')
    expect(
      await world().store.report(late.lease, {
        progress: progress('late'),
        events: [{ level: 'info', stage: 'writing', message: 'late' }],
      }),
    ).toBe('lost')
    expect(await world().checkpoints.put(late.lease, 'step', 'late')).toBe(false)
    expect(await world().store.settle(late.lease, completed({ publication: 'late' }))).toBe(false)

    expect(await world().store.find(lease.jobId)).toEqual(before)
    expect(await world().store.events(lease.jobId, 0, 100)).toEqual(events)
    expect(await world().checkpoints.get(lease.jobId, 'step')).toBe('new')
    expect(world().publications).toEqual([])
    expect(await world().store.settle(lease, completed())).toBe(true)
  })

  it('counts a crash when it runs out, and takes that back once the late worker speaks up', async () => {
    const late = await running(world())
    world().clock.advance(leaseMs)
    expect(await world().store.claim({ ...request, workerId: 'worker-2' })).toMatchObject({ crashes: 1 })
    expect(await world().store.settle(late.lease, { kind: 'handed-back' })).toBe(false)
    expect(await world().store.settle(late.lease, { kind: 'handed-back' })).toBe(false)
    for (const crashes of [1, 2]) {
      world().clock.advance(leaseMs)
      expect(await world().store.claim({ ...request, workerId: 'worker-2' })).toMatchObject({ crashes })
    }
    // That was not the attempt that was counted last.
    expect(await world().store.settle(late.lease, { kind: 'handed-back' })).toBe(false)
    world().clock.advance(leaseMs)
    expect(await world().store.claim({ ...request, workerId: 'worker-2' })).toBeUndefined()
    expect(await world().store.find(late.job.id)).toMatchObject({ status: 'failed', failure: { code: 'jobs/crashed-repeatedly' } })
  })

  it('can be renewed after it ran out when nobody has taken the job', async () => {
    const { lease } = await running(world())
    world().clock.advance(leaseMs * 10)
    expect(await world().store.renew(lease, leaseMs)).toBe('held')
    expect(await world().store.claim(request)).toBeUndefined()
  })

  it('is lost once the attempt has ended, however it ended', async () => {
    for (const outcome of [completed(), { kind: 'handed-back' }, { kind: 'cancelled' }] as const) {
      const { lease } = await running(world())
      expect(await world().store.settle(lease, outcome)).toBe(true)
      expect(await world().store.renew(lease, leaseMs)).toBe('lost')
      expect(await world().store.settle(lease, completed({ publication: 'twice' }))).toBe(false)
      await world()
        .store.cancel(lease.jobId)
        .catch(() => undefined)
    }
    expect(world().publications).toEqual([])
  })

  it.each([3_600_000, -3_600_000])('does not run out, nor live longer, when the wall clock jumps by %d ms', async (jump) => {
    const { lease } = await running(world())
    world().clock.setWallBy(jump)
    expect(await world().store.claim(request)).toBeUndefined()
    world().clock.advance(leaseMs)
    expect((await claimed(world())).job.id).toBe(lease.jobId)
  })

  it('tells of a cancel and of a pause, cancel first', async () => {
    const { job, lease } = await running(world())
    await world().store.setPaused(job.id, true)
    expect(await world().store.renew(lease, leaseMs)).toBe('pause-requested')
    await world().store.cancel(job.id)
    expect(await world().store.renew(lease, leaseMs)).toBe('cancel-requested')
  })
}
