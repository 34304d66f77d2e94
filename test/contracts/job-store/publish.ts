import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, failed, leaseMs, refuse, running } from './job-store-world.js'

export function publishContract(world: World): void {
  it('shows something while the job goes on, and names the wiki that can be read', async () => {
    const { job, lease } = await running(world())
    expect(job.wikiKey).toBeUndefined()
    expect(await world().store.publish(lease, { publication: { wiki: 1 }, wikiKey: 'plain' })).toBe(true)
    expect(await world().store.publish(lease, { publication: { page: 2 } })).toBe(true)
    expect(world().publications).toEqual([{ wiki: 1 }, { page: 2 }])
    expect(await world().store.find(job.id)).toEqual({ ...job, wikiKey: 'plain', version: job.version + 2 })
    expect(await world().store.renew(lease, leaseMs)).toBe('held')
  })

  it('names a wiki that is there already without recording it again', async () => {
    const { job, lease } = await running(world())
    await world().store.publish(lease, { publication: undefined, wikiKey: 'plain' })
    expect(world().publications).toEqual([])
    await world().store.settle(lease, failed)
    expect(await world().store.find(job.id)).toMatchObject({ status: 'failed', wikiKey: 'plain' })
    expect(await world().store.retry(job.id, 10)).toMatchObject({ status: 'queued', wikiKey: 'plain' })
  })

  it('refuses an attempt that has lost the job', async () => {
    const { job, lease } = await running(world())
    world().clock.advance(leaseMs)
    await claimed(world())
    expect(await world().store.publish(lease, { publication: { wiki: 1 }, wikiKey: 'late' })).toBe(false)
    expect(world().publications).toEqual([])
    expect(await world().store.find(job.id)).toMatchObject({ status: 'processing', wikiKey: undefined })
  })

  it('changes nothing when the publication is refused', async () => {
    const { job, lease } = await running(world())
    await expect(world().store.publish(lease, { publication: refuse, wikiKey: 'x' })).rejects.toThrow('refused')
    expect(await world().store.find(job.id)).toEqual(job)
    expect(world().publications).toEqual([])
  })
}
