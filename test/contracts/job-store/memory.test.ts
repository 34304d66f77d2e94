import { describe } from 'vitest'
import { createJobMemory } from '../../../src/jobs/adapters/memory/context.js'
import { memoryCheckpointStore } from '../../../src/jobs/adapters/memory/memory-checkpoint-store.js'
import { memoryJobStore } from '../../../src/jobs/adapters/memory/memory-job-store.js'
import { memoryProgressFeed } from '../../../src/jobs/adapters/memory/memory-progress-feed.js'
import { ManualClock } from '../../support/manual-clock.js'
import { jobStoreContract } from './job-store-contract.js'
import { recordInto, type JobStoreWorld } from './job-store-world.js'

async function memoryWorld(): Promise<JobStoreWorld> {
  const clock = new ManualClock()
  const memory = createJobMemory(clock)
  const publications: unknown[] = []
  const feed = memoryProgressFeed(memory)
  return {
    store: memoryJobStore({ memory, recordPublication: recordInto(publications) }),
    checkpoints: memoryCheckpointStore(memory),
    feed,
    clock,
    publications,
    close: async () => feed.close(),
  }
}

describe('job store in memory', () => jobStoreContract(memoryWorld))
