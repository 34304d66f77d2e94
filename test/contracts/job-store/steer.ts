import { describe, expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, failed, failure, gap, inserted, jobInState, limits, newJob, queueSize, running } from './job-store-world.js'

const closed = ['completed', 'failed', 'cancelled'] as const

export function steerContract(world: World): void {
  describe('cancel', () => {
    it('ends a queued job at once', async () => {
      const id = await inserted(world())
      expect(await world().store.cancel(id)).toMatchObject({ status: 'cancelled', completedAt: world().clock.now() })
      expect(await world().store.find(id)).toMatchObject({ status: 'cancelled' })
    })

    it('ends a job at once that waits for its next attempt', async () => {
      const { job, lease } = await running(world())
      await world().store.settle(lease, { kind: 'retry-later', failure, delayMs: 60_000 })
      expect(await world().store.cancel(job.id)).toMatchObject({ status: 'cancelled', lastFailure: { code: failure.code } })
    })

    it('asks the worker of a running job, and asking twice is the same as once', async () => {
      const id = await jobInState(world(), 'processing')
      const asked = await world().store.cancel(id)
      expect(asked).toMatchObject({ status: 'processing', cancelRequested: true })
      expect(await world().store.cancel(id)).toEqual(asked)
    })

    it.each(closed)('is refused for a job that is %s', async (state) => {
      const id = await jobInState(world(), state)
      const before = await world().store.find(id)
      await expect(world().store.cancel(id)).rejects.toMatchObject({ code: 'jobs/not-open', kind: 'conflict', details: { status: state } })
      expect(await world().store.find(id)).toEqual(before)
    })

    it('frees the open key', async () => {
      const id = await inserted(world(), { openKey: 'same' })
      await world().store.cancel(id)
      expect((await world().store.insert(newJob({ openKey: 'same' }), limits)).created).toBe(true)
    })
  })

  describe('retry', () => {
    it.each(['failed', 'cancelled'] as const)(
      'queues a %s job again: same id, next attempt, counters anew, checkpoints kept',
      async (state) => {
        const { job, lease } = await running(world())
        await world().checkpoints.put(lease, 'resolve', 'abc')
        await world().store.settle(lease, state === 'failed' ? failed : { kind: 'cancelled' })
        const retried = await world().store.retry(job.id, queueSize)
        expect(retried).toMatchObject({ id: job.id, status: 'queued', failures: 0, paused: false, startedAt: undefined })
        expect((await claimed(world())).lease).toMatchObject({ jobId: job.id, attempt: 2 })
        expect(await world().checkpoints.get(job.id, 'resolve')).toBe('abc')
      },
    )

    it('queues a completed job again when pages are missing, and refuses a whole one', async () => {
      const { job, lease } = await running(world())
      await world().store.settle(lease, completed({ gaps: [gap] }))
      expect(await world().store.retry(job.id, queueSize)).toMatchObject({ status: 'queued' })
      await world().store.settle((await claimed(world())).lease, completed())
      await expect(world().store.retry(job.id, queueSize)).rejects.toMatchObject({ code: 'jobs/not-retryable' })
    })

    it('tells the work what it is about, until the next retry', async () => {
      const { job, lease } = await running(world())
      await world().store.settle(lease, completed({ gaps: [gap] }))
      await world().store.retry(job.id, queueSize, '{"pages":["core"]}')
      expect(await world().checkpoints.get(job.id, 'retry')).toBe('{"pages":["core"]}')
      await world().store.settle((await claimed(world())).lease, completed({ gaps: [gap] }))
      await world().store.retry(job.id, queueSize)
      expect(await world().checkpoints.get(job.id, 'retry')).toBeUndefined()
    })

    it.each(['queued', 'processing'] as const)('is refused for a job that is %s', async (state) => {
      const id = await jobInState(world(), state)
      await expect(world().store.retry(id, queueSize)).rejects.toMatchObject({ code: 'jobs/not-retryable', kind: 'conflict' })
    })

    it('is refused while another job has the open key, and when the queue is full', async () => {
      const { job, lease } = await running(world())
      await world().store.settle(lease, failed)
      const other = await inserted(world(), { openKey: job.openKey })
      await expect(world().store.retry(job.id, queueSize)).rejects.toMatchObject({ code: 'jobs/already-open', details: { job_id: other } })
      await world().store.cancel(other)
      await inserted(world())
      await expect(world().store.retry(job.id, 1)).rejects.toMatchObject({ code: 'jobs/queue-full' })
      expect(await world().store.find(job.id)).toMatchObject({ status: 'failed' })
    })
  })

  describe('pause and priority', () => {
    it('pauses and resumes a queued job, and doing it twice changes nothing', async () => {
      const id = await inserted(world())
      const paused = await world().store.setPaused(id, true)
      expect(paused).toMatchObject({ status: 'queued', paused: true })
      expect(await world().store.setPaused(id, true)).toEqual(paused)
      expect(await world().store.setPaused(id, false)).toMatchObject({ paused: false })
    })

    it('lets a resume overtake a pause that the worker has not heard', async () => {
      const { job, lease } = await running(world())
      await world().store.setPaused(job.id, true)
      await world().store.setPaused(job.id, false)
      expect(await world().store.renew(lease, 1_000)).toBe('held')
    })

    it('moves a job in the queue', async () => {
      const [first, second] = [await inserted(world()), await inserted(world())]
      expect(await world().store.setPriority(second, 10)).toMatchObject({ priority: 10 })
      expect([await world().store.queuePosition(second), await world().store.queuePosition(first)]).toEqual([1, 2])
      expect((await claimed(world())).job.id).toBe(second)
    })

    it.each(closed)('are refused for a job that is %s', async (state) => {
      const id = await jobInState(world(), state)
      await expect(world().store.setPaused(id, true)).rejects.toMatchObject({ code: 'jobs/not-open' })
      await expect(world().store.setPriority(id, 1)).rejects.toMatchObject({ code: 'jobs/not-open' })
    })
  })

  it('says so when there is no such job', async () => {
    const { store } = world()
    const moves = [
      () => store.cancel('x'),
      () => store.retry('x', 1),
      () => store.setPaused('x', true),
      () => store.setPriority('x', 1),
      () => store.remove('x'),
    ]
    for (const move of moves) await expect(move()).rejects.toMatchObject({ code: 'jobs/not-found', kind: 'missing' })
  })

  it('raises the version with every change', async () => {
    const { store } = world()
    const id = await inserted(world())
    const versions = [
      await store.setPriority(id, 3),
      await store.setPaused(id, true),
      await store.setPaused(id, false),
      (await claimed(world())).job,
      await store.cancel(id),
    ].map(({ version }) => version)
    expect(versions).toEqual([2, 3, 4, 5, 6])
  })
}
