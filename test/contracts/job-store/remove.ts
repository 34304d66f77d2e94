import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, inserted, jobInState, newestLookedAt, running } from './job-store-world.js'

export function removeContract(world: World): void {
  it('removes a closed job with its events and checkpoints', async () => {
    const { job, lease } = await running(world())
    await world().checkpoints.put(lease, 'step', 'value')
    await world().store.settle(lease, completed())
    await world().store.remove(job.id)
    expect(await world().store.find(job.id)).toBeUndefined()
    expect(await world().store.events(job.id, 0, 10)).toEqual([])
    expect(await world().checkpoints.get(job.id, 'step')).toBeUndefined()
    await expect(world().store.remove(job.id)).rejects.toMatchObject({ code: 'jobs/not-found' })
  })

  it.each(['queued', 'processing'] as const)('refuses a job that is %s', async (state) => {
    const id = await jobInState(world(), state)
    await expect(world().store.remove(id)).rejects.toMatchObject({ code: 'jobs/still-open', kind: 'conflict' })
    expect(await world().store.find(id)).toMatchObject({ status: state })
  })

  it('prunes what ended before a moment, and never an open job', async () => {
    const old = [await jobInState(world(), 'completed'), await jobInState(world(), 'failed'), await jobInState(world(), 'cancelled')]
    const open = [await jobInState(world(), 'processing'), await jobInState(world(), 'queued')]
    world().clock.advance(10_000)
    const moment = world().clock.now()
    await world().store.cancel(open[1] ?? '')
    expect(await world().store.prune(moment)).toBe(3)
    for (const id of old) {
      expect(await world().store.find(id)).toBeUndefined()
      expect(await world().store.events(id, 0, 10)).toEqual([])
    }
    for (const id of open) expect(await world().store.find(id)).toBeDefined()
    expect(await world().store.prune(moment)).toBe(0)
  })

  it('finds a repository by its name as long as one of its jobs is kept, and again when it comes back', async () => {
    const found = async () => (await world().store.list({ repo: 'Team/app', limit: 10 })).jobs.map(({ id }) => id)
    const end = async () => {
      const id = await inserted(world(), { repo: 'team/app' })
      await world().store.settle((await claimed(world())).lease, completed())
      return id
    }
    const [first, second] = [await end(), await end()]
    for (let at = 0; at < newestLookedAt; at++) await inserted(world(), { repo: 'octo/cat' })
    expect(await found()).toEqual([second, first])
    await world().store.remove(second)
    expect(await found()).toEqual([first])
    world().clock.advance(1)
    await world().store.prune(world().clock.now())
    expect(await found()).toEqual([])
    const third = await inserted(world(), { repo: 'team/app' })
    for (let at = 0; at < newestLookedAt; at++) await inserted(world(), { repo: 'octo/cat' })
    expect(await found()).toEqual([third])
  })
}
