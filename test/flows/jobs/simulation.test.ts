import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../src/jobs/job-store.js'
import type { JobMemory } from '../../../src/jobs/adapters/memory/context.js'
import { simulate, type Mutation } from './simulation.js'

const schedules = 20_000

/** The lease as it would be without a fence: whoever writes counts as the newest attempt. */
const unfenced = (memory: JobMemory, lease: Lease): Lease => ({
  ...lease,
  attempt: memory.records.get(lease.jobId)?.attempt ?? lease.attempt,
})

const mutants: Readonly<Record<string, Mutation>> = {
  'progress is not fenced': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: { ...store, report: (lease, report) => store.report(unfenced(memory, lease), report) },
  }),
  'checkpoints are not fenced': ({ store, checkpoints }, memory) => ({
    store,
    checkpoints: { ...checkpoints, put: (lease, step, value) => checkpoints.put(unfenced(memory, lease), step, value) },
  }),
  'outcomes are not fenced': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: { ...store, settle: (lease, outcome) => store.settle(unfenced(memory, lease), outcome) },
  }),
  'a claim does not look at the lease': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: { ...store, claim: (request) => (memory.leases.clear(), store.claim(request)) },
  }),
  'a lease never runs out': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: {
      ...store,
      claim: (request) => {
        for (const id of memory.leases.keys()) memory.leases.set(id, Infinity)
        return store.claim(request)
      },
    },
  }),
  'equal requests are not joined': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: {
      ...store,
      insert: async (job, queueSize) => {
        const answer = await store.insert({ ...job, openKey: randomUUID() }, queueSize)
        const record = memory.records.get(answer.job.id)
        if (record !== undefined) memory.records.set(record.id, { ...record, openKey: job.openKey })
        return answer
      },
    },
  }),
  'a publication is recorded apart from the outcome': ({ store, checkpoints }, _memory, record) => ({
    checkpoints,
    store: {
      ...store,
      settle: async (lease, outcome) => {
        if (outcome.kind === 'completed') record(outcome.publication)
        return store.settle(lease, outcome.kind === 'completed' ? { ...outcome, publication: undefined } : outcome)
      },
    },
  }),
  'a retry forgets the cancel': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: {
      ...store,
      settle: async (lease, outcome) => {
        const record = memory.records.get(lease.jobId)
        if (record !== undefined && outcome.kind === 'retry-later') memory.records.set(record.id, { ...record, cancelRequested: false })
        return store.settle(lease, outcome)
      },
    },
  }),
  'checkpoints go with the attempt': ({ store, checkpoints }, memory) => ({
    checkpoints,
    store: {
      ...store,
      claim: async (request) => {
        const claim = await store.claim(request)
        if (claim !== undefined) memory.checkpoints.delete(claim.job.id)
        return claim
      },
    },
  }),
}

describe('workers over a store, in random histories', () => {
  it(`keep every promise in ${schedules} of them`, async () => {
    for (let seed = 1; seed <= schedules; seed++) expect(await simulate(seed), `seed ${seed}`).toEqual([])
  }, 300_000)

  it.each(Object.keys(mutants))('would be caught if %s', async (name) => {
    for (let seed = 1; seed <= schedules; seed++) {
      if ((await simulate(seed, mutants[name])).length > 0) return
    }
    expect.fail(`no history of ${schedules} shows that ${name}`)
  })
})
