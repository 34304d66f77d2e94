import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, inserted, newJob, limits } from './job-store-world.js'

export function insertContract(world: World): void {
  it('queues a new job with all its facts, and finds it again', async () => {
    const subject = { ...newJob().subject, revision: { kind: 'tag', name: 'v1.0 – ünïcode' } } as const
    const options = { include: ['src/**'], exclude: ["'; DROP TABLE jobs"], noCache: true }
    const job = newJob({ subject, options, priority: 7, mainModel: 'm', submitter: '::1' })
    const answer = await world().store.insert(job, limits)
    expect(answer.created).toBe(true)
    expect(answer.job).toMatchObject({ ...job, status: 'queued', attempt: 0, failures: 0, version: 1, paused: false, stages: [] })
    expect(answer.job.createdAt).toEqual(world().clock.now())
    expect(await world().store.find(job.id)).toEqual(answer.job)
  })

  it('gives a job that comes without an id a new one, in the order of age', async () => {
    const add = async (openKey: string) => (await world().store.insert({ ...newJob({ openKey }), id: undefined }, limits)).job.id
    const [first, second] = [await add('one'), await add('two')]
    expect(first < second).toBe(true)
    expect(await world().store.find(second)).toMatchObject({ id: second, status: 'queued' })
  })

  it('finds nothing under an unknown id', async () => {
    expect(await world().store.find('no such id')).toBeUndefined()
  })

  it('answers the open job for the same open key, queued or running', async () => {
    const first = await inserted(world(), { openKey: 'same' })
    const again = await world().store.insert(newJob({ openKey: 'same' }), limits)
    expect(again).toMatchObject({ created: false, job: { id: first, status: 'queued' } })
    await claimed(world())
    expect(await world().store.insert(newJob({ openKey: 'same' }), limits)).toMatchObject({
      created: false,
      job: { id: first, status: 'processing' },
    })
  })

  it('starts a new job for the open key of a closed one', async () => {
    const first = await inserted(world(), { openKey: 'same' })
    await world().store.settle((await claimed(world())).lease, completed())
    const again = await world().store.insert(newJob({ openKey: 'same' }), limits)
    expect(again.created).toBe(true)
    expect(again.job.id).not.toBe(first)
  })

  it('makes one job of 100 simultaneous equal requests', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => world().store.insert(newJob({ openKey: 'same' }), limits)))
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(answers.map(({ job }) => job.id)).size).toBe(1)
    expect((await world().store.figures()).queued).toBe(1)
  })

  it('refuses when the queue is full, with the figures, and changes nothing', async () => {
    await inserted(world())
    await inserted(world())
    const refusal = { code: 'jobs/queue-full', kind: 'limit', details: { queued: 2, limit: 2 }, retryAfterSeconds: 60 }
    await expect(world().store.insert(newJob(), { queueSize: 2 })).rejects.toMatchObject(refusal)
    expect((await world().store.figures()).queued).toBe(2)
  })

  it('accepts exactly the queue size of many simultaneous requests', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => world().store.insert(newJob(), { queueSize: 10 })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  })

  it('counts only waiting jobs against the queue size, and still answers the open job when the queue is full', async () => {
    await inserted(world())
    await claimed(world())
    const waiting = await inserted(world(), { openKey: 'waiting' })
    expect(await world().store.insert(newJob({ openKey: 'waiting' }), { queueSize: 1 })).toMatchObject({ created: false, job: { id: waiting } })
    await world().store.cancel(waiting)
    expect((await world().store.insert(newJob(), { queueSize: 1 })).created).toBe(true)
  })

  it('refuses a submitter who has as many waiting as one may have, and nobody else', async () => {
    const mine = { queueSize: 10, queueSizePerSubmitter: 2 }
    const insert = (submitter: string) => world().store.insert(newJob({ submitter }), mine)
    await insert('ann')
    await insert('ann')
    await expect(insert('ann')).rejects.toMatchObject({ code: 'jobs/submitter-queue-full', kind: 'limit', details: { queued: 2, limit: 2 } })
    expect((await insert('bob')).created).toBe(true)
    await claimed(world())
    expect((await insert('ann')).created).toBe(true)
  })
}
