import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, failure, progress, running } from './job-store-world.js'

export function reportContract(world: World): void {
  it('keeps progress, commit and events, and raises the version', async () => {
    const { job, lease } = await running(world())
    const eta = { seconds: 12, basis: 'two past runs' }
    const told = { ...progress('Page 3 of 9', 40), step: 3, steps: 9, eta }
    expect(
      await world().store.report(lease, {
        progress: told,
        commitId: 'abc',
        events: [{ level: 'warning', stage: 'writing', message: 'slow' }],
      }),
    ).toBe('held')
    const after = await world().store.find(job.id)
    expect(after).toMatchObject({ progress: told, commitId: 'abc' })
    expect(after?.version).toBeGreaterThan(job.version)
    expect((await world().store.events(job.id, 0, 10)).at(-1)).toEqual({
      sequence: 3,
      at: world().clock.now(),
      level: 'warning',
      stage: 'writing',
      message: 'slow',
      status: 'processing',
      progress: told,
    })
  })

  it('opens a stage, closes the one before, and closes the last with the attempt', async () => {
    const { lease } = await running(world())
    const startedAt = world().clock.now()
    await world().store.report(lease, { progress: progress('a'), stage: 'resolving', events: [] })
    await world().store.report(lease, { progress: progress('b'), stageSummary: 'at abc', events: [] })
    world().clock.advance(1_500)
    const secondAt = world().clock.now()
    await world().store.report(lease, { progress: progress('c'), stage: 'cloning', events: [] })
    world().clock.advance(500)
    await world().store.settle(lease, completed())
    expect((await world().store.find(lease.jobId))?.stages).toEqual([
      { stage: 'resolving', startedAt, finishedAt: secondAt, summary: 'at abc' },
      { stage: 'cloning', startedAt: secondAt, finishedAt: world().clock.now(), summary: undefined },
    ])
  })

  it('numbers events from 1 without gaps over attempts and simultaneous writers', async () => {
    const { job, lease } = await running(world())
    const line = (message: string) => ({
      progress: progress(message),
      events: [
        { level: 'info', stage: undefined, message },
        { level: 'info', stage: undefined, message },
      ] as const,
    })
    await Promise.all([...Array(20).keys()].map((at) => world().store.report(lease, line(`line ${at}`))))
    await world().store.settle(lease, { kind: 'retry-later', failure, delayMs: 0 })
    await world().store.settle((await claimed(world())).lease, completed())
    const events = await world().store.events(job.id, 0, 1_000)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1))
    expect(events).toHaveLength(2 + 40 + 1 + 1 + 1)
  })

  it('reads events after a number, a page at a time', async () => {
    const { job, lease } = await running(world())
    for (let at = 0; at < 5; at++)
      await world().store.report(lease, { progress: progress('x'), events: [{ level: 'info', stage: undefined, message: `${at}` }] })
    expect((await world().store.events(job.id, 3, 2)).map(({ sequence }) => sequence)).toEqual([4, 5])
    expect(await world().store.events(job.id, 7, 10)).toEqual([])
    expect(await world().store.events('unknown', 0, 10)).toEqual([])
  })

  it('sets counts, adds up what was spent over attempts, and counts anew in the next', async () => {
    const { lease } = await running(world())
    const spent = { calls: 1, inputTokens: 100, outputTokens: 10, costUsd: 0.25 }
    const report = (counted: object, paid?: typeof spent) =>
      world().store.report(lease, { progress: progress('on'), events: [], counted, ...(paid === undefined ? {} : { spent: paid }) })
    await report({ bytesFetched: 5, filesParsed: 1 })
    await report({ filesParsed: 7 }, spent)
    await report({}, spent)
    const both = { calls: 2, inputTokens: 200, outputTokens: 20, costUsd: 0.5 }
    expect((await world().store.find(lease.jobId))?.figures).toEqual({ bytesFetched: 5, filesParsed: 7, pagesWritten: 0, spent: both })
    await world().store.settle(lease, { kind: 'handed-back' })
    expect((await claimed(world())).job.figures).toEqual({ bytesFetched: 0, filesParsed: 0, pagesWritten: 0, spent: both })
  })

  it('does not know the cost any more once a call had none', async () => {
    const { lease } = await running(world())
    const spent = { calls: 1, inputTokens: 1, outputTokens: 1, costUsd: undefined }
    await world().store.report(lease, { progress: progress('on'), events: [], spent })
    await world().store.report(lease, { progress: progress('on'), events: [], spent: { ...spent, costUsd: 1 } })
    expect((await world().store.find(lease.jobId))?.figures.spent).toEqual({ calls: 2, inputTokens: 2, outputTokens: 2, costUsd: undefined })
  })

  it('hears with each report whether it shall stop', async () => {
    const { lease } = await running(world())
    const report = () => world().store.report(lease, { progress: progress('on'), events: [] })
    expect(await report()).toBe('held')
    await world().store.setPaused(lease.jobId, true)
    expect(await report()).toBe('pause-requested')
    await world().store.cancel(lease.jobId)
    expect(await report()).toBe('cancel-requested')
    await world().store.settle(lease, { kind: 'cancelled' })
    expect(await report()).toBe('lost')
  })
}
