import { expect, it } from 'vitest'
import { createJobMemory } from '../jobs/adapters/memory/context.js'
import { memoryJobStore } from '../jobs/adapters/memory/memory-job-store.js'
import type { JobGap, SpendingEstimate } from '../jobs/job-status.js'
import { ManualClock } from '../../test/support/manual-clock.js'
import { learnFromPastRuns } from './estimate-lessons.js'

const gap: JobGap = { slug: 'core', title: 'Core', code: 'documentation/budget-reached', message: 'Reached.', unexplained: true }
const store = memoryJobStore({ memory: createJobMemory(new ManualClock()), recordPublication: () => undefined })
let last = 0

/** A job that was counted 1,000 tokens in and 100 out, and came to those. */
async function ran(input: number, output: number, { model = 'm', gaps = [] as readonly JobGap[] } = {}): Promise<void> {
  const name = `r${(last += 1)}`
  const subject = { url: `https://github.com/a/${name}`, host: 'github.com', owner: 'a', name, revision: { kind: 'default' } } as const
  await store.insert({ id: name, subject, options: { include: [], exclude: [], noCache: false }, openKey: name, submitter: 't', priority: 0, mainModel: model }, { queueSize: 100 })
  const claim = await store.claim({ workerId: 'w', leaseMs: 60_000, maxCrashes: 3 })
  if (claim === undefined) throw new Error('nothing to claim')
  const estimate: SpendingEstimate = {
    ...{ model, pages: 4, paidPages: 0, calls: 4, inputTokens: 1_000, outputTokens: 100, rangeTokens: [800, 1_500] },
    ...{ costUsd: undefined, rangeUsd: undefined, counted: { inputTokens: 1_000, outputTokens: 100 }, basis: '' },
  }
  const spent = { calls: 4, inputTokens: input, outputTokens: output, costUsd: undefined }
  await store.report(claim.lease, { progress: claim.job.progress, events: [], counted: { estimate }, spent })
  await store.settle(claim.lease, { kind: 'completed', commitId: 'c'.repeat(40), wikiKey: name, fromCache: false, gaps, publication: undefined })
}

it('says so when nothing was learnt, and leaves the count as it is', async () => {
  const { input, words } = await learnFromPastRuns(store, 'm')
  expect(input.usual).toBe(1)
  expect(words).toContain('no past run of this model')
})

it('corrects by the median of what full runs of this model came to, with their range', async () => {
  await ran(1_200, 50)
  await ran(1_250, 60)
  await ran(2_000, 300)
  await ran(9_000, 9_000, { model: 'another' })
  await ran(100, 10, { gaps: [gap] })
  const { input, output, words } = await learnFromPastRuns(store, 'm')
  expect(input).toEqual({ low: 1.125, usual: 1.25, high: 2 })
  expect(output).toEqual({ low: 0.5, usual: 0.6, high: 3 })
  expect(words).toBe('Range: from the last 3 runs of this model, which read 125 % and wrote 60 % of what was counted.')
})
