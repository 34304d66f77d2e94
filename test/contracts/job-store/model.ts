import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError } from '../../../src/platform/app-error.js'
import type { JobStatus } from '../../../src/jobs/job-status.js'
import type { Lease, Outcome } from '../../../src/jobs/job-store.js'
import {
  completed,
  failed,
  failure,
  gap,
  leaseMs,
  newJob,
  progress,
  request,
  type JobStoreWorld,
  type MakeWorld,
} from './job-store-world.js'
import { modelLimits, modelQueueSize, ModelQueue, type Ending } from './model-queue.js'

const delayMs = 10_000
const pick = fc.nat({ max: 20 })
const name = fc.constantFrom('a', 'b', 'c')
const endings: readonly Ending[] = ['completed', 'completed with gaps', 'failed', 'retry-later', 'handed-back', 'cancelled']

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('insert' as const), key: fc.nat({ max: 5 }), priority: fc.integer({ min: -1, max: 1 }), submitter: name, host: name }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('claim' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const), at: pick, ending: fc.constantFrom(...endings) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('renew', 'report', 'checkpoint'), at: pick, step: fc.constantFrom('a', 'b') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cancel', 'retry', 'remove'), at: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pause' as const), at: pick, paused: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prioritise' as const), at: pick, priority: fc.integer({ min: -1, max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pauseQueue' as const), paused: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(1, delayMs, leaseMs - 1, leaseMs) }) },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

const outcomeOf: Readonly<Record<Ending, Outcome>> = {
  completed: completed({ publication: 'p' }),
  'completed with gaps': completed({ publication: 'p', gaps: [gap] }),
  failed,
  'retry-later': { kind: 'retry-later', failure, delayMs },
  'handed-back': { kind: 'handed-back' },
  cancelled: { kind: 'cancelled' },
}

/** Random commands against the store and a plain list: every answer, and every job after every command, must be the same. */
export function modelContract(make: MakeWorld, runs = 150): void {
  it('does what a plain list does under random commands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const world = await make()
        try {
          await play(world, actions)
        } finally {
          await world.close()
        }
      }),
      { numRuns: runs },
    )
  }, 60_000)
}

async function play(world: JobStoreWorld, actions: readonly Action[]): Promise<void> {
  const model = new ModelQueue()
  const leases: Lease[] = []
  for (const each of actions) {
    await step(each, world, model, leases)
    await compare(world, model)
  }
}

async function step(each: Action, { store, checkpoints, clock }: JobStoreWorld, model: ModelQueue, leases: Lease[]): Promise<void> {
  if (each.do === 'advance') {
    clock.advance(each.ms)
    return model.advance(each.ms)
  }
  if (each.do === 'insert') {
    const { key, priority, submitter, host } = each
    const job = newJob({ openKey: `key ${key}`, priority, submitter, host })
    expect(await answer(async () => (await store.insert(job, { queueSize: modelQueueSize })).job.id)).toBe(model.insert(job.id, { key, priority, submitter, host }))
    return
  }
  if (each.do === 'pauseQueue') {
    model.paused = each.paused
    return store.setQueuePaused(each.paused)
  }
  if (each.do === 'claim') {
    const claim = await store.claim({ ...request, ...modelLimits })
    const expected = model.claim(leaseMs)
    expect(claim && { jobId: claim.lease.jobId, attempt: claim.lease.attempt }).toEqual(expected)
    if (claim !== undefined) leases.push(claim.lease)
    return
  }
  if (each.do === 'settle' || each.do === 'renew' || each.do === 'report' || each.do === 'checkpoint') {
    const lease = leases[each.at % Math.max(1, leases.length)]
    if (lease === undefined) return
    if (each.do === 'settle') expect(await store.settle(lease, outcomeOf[each.ending])).toBe(model.settle(lease, each.ending, delayMs))
    else if (each.do === 'renew') expect(await store.renew(lease, leaseMs)).toBe(model.renew(lease, leaseMs))
    else if (each.do === 'report') expect(await store.report(lease, { progress: progress('on'), events: [] })).toBe(model.report(lease))
    else expect(await checkpoints.put(lease, each.step, 'v')).toBe(model.checkpoint(lease, each.step))
    return
  }
  const id = model.jobs[each.at % Math.max(1, model.jobs.length)]?.id ?? 'unknown'
  const status = (move: Promise<JobStatus>) => answer(async () => (await move).status)
  if (each.do === 'cancel') expect(await status(store.cancel(id))).toBe(model.cancel(id))
  else if (each.do === 'retry') expect(await status(store.retry(id, modelQueueSize))).toBe(model.retry(id))
  else if (each.do === 'pause') expect(await status(store.setPaused(id, each.paused))).toBe(model.pause(id, each.paused))
  else if (each.do === 'prioritise') expect(await status(store.setPriority(id, each.priority))).toBe(model.prioritise(id, each.priority))
  else expect(await answer(async () => store.remove(id).then(() => 'removed'))).toBe(model.remove(id))
}

async function compare({ store, publications }: JobStoreWorld, model: ModelQueue): Promise<void> {
  const { jobs } = await store.list({ limit: 1_000 })
  const seen = jobs.map((job) => ({ id: job.id, status: job.status, attempt: job.attempt, priority: job.priority })).reverse()
  expect(seen).toEqual(model.jobs.map(({ id, status, attempt, priority }) => ({ id, status, attempt, priority })))
  expect(publications).toHaveLength(model.published)
  const figures = await store.figures()
  expect(figures.paused).toBe(model.paused)
  for (const [status, count] of Object.entries(figures).filter(([name]) => name !== 'paused')) expect(count).toBe(model.jobs.filter((job) => job.status === status).length)
  for (const job of jobs) {
    const events = await store.events(job.id, 0, 1_000)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1))
    expect(events.at(-1)?.status).toBe(job.status)
  }
}

/** The value, or the code of the refusal. */
async function answer(call: () => Promise<string>): Promise<string> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
