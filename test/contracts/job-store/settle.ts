import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, failed, failure, gap, leaseMs, refuse, running } from './job-store-world.js'

export function settleContract(world: World): void {
  it('completes with all facts, and records the publication exactly once', async () => {
    const { job, lease } = await running(world())
    world().clock.advance(1_000)
    const outcome = completed({ gaps: [gap], fromCache: false, publication: { wiki: 1 } })
    expect(await world().store.settle(lease, outcome)).toBe(true)
    expect(await world().store.settle(lease, outcome)).toBe(false)
    expect(world().publications).toEqual([{ wiki: 1 }])
    expect(await world().store.find(job.id)).toMatchObject({
      status: 'completed',
      commitId: 'c'.repeat(40),
      wikiKey: 'wiki-1',
      fromCache: false,
      gaps: [gap],
      startedAt: job.startedAt,
      completedAt: world().clock.now(),
      progress: { percent: 100, message: 'Completed with 1 page missing' },
    })
  })

  it.each([
    failed,
    { kind: 'cancelled' },
    { kind: 'handed-back' },
    { kind: 'retry-later', failure, delayMs: 0 },
    completed({ fromCache: true }),
  ] as const)('records no publication for $kind without one', async (outcome) => {
    const { lease } = await running(world())
    expect(await world().store.settle(lease, outcome)).toBe(true)
    expect(world().publications).toEqual([])
  })

  it('stays processing, with its lease, when the publication is refused', async () => {
    const { job, lease } = await running(world())
    await expect(world().store.settle(lease, completed({ publication: refuse }))).rejects.toThrow('refused')
    expect(await world().store.find(job.id)).toEqual(job)
    expect(await world().store.events(job.id, 2, 10)).toEqual([])
    expect(await world().store.renew(lease, leaseMs)).toBe('held')
    expect(await world().store.settle(lease, completed({ publication: 'better' }))).toBe(true)
    expect(world().publications).toEqual(['better'])
  })

  it('keeps a failure with its attempt and moment', async () => {
    const { job, lease } = await running(world())
    await world().store.settle(lease, failed)
    const expected = { ...failure, attempt: 1, at: world().clock.now() }
    expect(await world().store.find(job.id)).toMatchObject({ status: 'failed', failure: expected, lastFailure: expected, failures: 1 })
    expect((await world().store.events(job.id, 0, 10)).at(-1)).toMatchObject({ level: 'error', message: failure.message, status: 'failed' })
  })

  it('waits after a transient failure and shows it meanwhile', async () => {
    const { job, lease } = await running(world())
    await world().store.settle(lease, { kind: 'retry-later', failure, delayMs: 4_000 })
    expect(await world().store.find(job.id)).toMatchObject({
      status: 'queued',
      failures: 1,
      runAt: new Date(world().clock.now().getTime() + 4_000),
      startedAt: job.startedAt,
      lastFailure: { code: failure.code },
      progress: { message: 'Trying again in 4 s' },
    })
  })

  it('L2: parks without counting a failure, and shows why it waits', async () => {
    const { job, lease } = await running(world())
    await world().store.settle(lease, { kind: 'parked', failure, delayMs: 4_000 })
    expect(await world().store.find(job.id)).toMatchObject({
      status: 'queued',
      failures: 0,
      runAt: new Date(world().clock.now().getTime() + 4_000),
      lastFailure: { code: failure.code, attempt: 1 },
      progress: { message: 'Trying again in 4 s' },
    })
    world().clock.advance(4_000)
    expect((await claimed(world())).lease).toMatchObject({ jobId: job.id, attempt: 2 })
  })

  it('hands back at once, without a failure, and the next attempt has a higher number', async () => {
    const { job, lease } = await running(world())
    await world().store.settle(lease, { kind: 'handed-back' })
    expect(await world().store.find(job.id)).toMatchObject({ status: 'queued', failures: 0, lastFailure: undefined })
    expect((await claimed(world())).lease).toMatchObject({ jobId: job.id, attempt: 2 })
  })

  it.each([{ kind: 'retry-later', failure, delayMs: 0 }, { kind: 'parked', failure, delayMs: 0 }, { kind: 'handed-back' }, { kind: 'cancelled' }] as const)(
    'ends as cancelled on $kind when the cancel was asked for meanwhile',
    async (outcome) => {
      const { job, lease } = await running(world())
      await world().store.cancel(job.id)
      await world().store.settle(lease, outcome)
      expect(await world().store.find(job.id)).toMatchObject({ status: 'cancelled', completedAt: world().clock.now() })
    },
  )

  it('lets a completion stand that came before the worker heard of the cancel', async () => {
    const { job, lease } = await running(world())
    await world().store.cancel(job.id)
    expect(await world().store.settle(lease, completed({ publication: 'p' }))).toBe(true)
    expect(await world().store.find(job.id)).toMatchObject({ status: 'completed' })
    expect(world().publications).toEqual(['p'])
  })

  it('keeps a job paused that is handed back for a pause', async () => {
    const { job, lease } = await running(world())
    await world().store.setPaused(job.id, true)
    await world().store.settle(lease, { kind: 'handed-back' })
    expect(await world().store.find(job.id)).toMatchObject({ status: 'queued', paused: true, progress: { message: 'Paused' } })
  })
}
