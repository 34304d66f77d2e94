import { createJobMemory } from '../../../src/jobs/adapters/memory/context.js'
import { memoryCheckpointStore } from '../../../src/jobs/adapters/memory/memory-checkpoint-store.js'
import { memoryJobStore } from '../../../src/jobs/adapters/memory/memory-job-store.js'
import { memoryWakeUp } from '../../../src/jobs/adapters/memory/memory-wake-up.js'
import { BackgroundWorker, type BackgroundWorkerSettings } from '../../../src/jobs/background-worker.js'
import { defaultRetryPolicy } from '../../../src/jobs/decide-outcome.js'
import type { CompletedResult, RunJob } from '../../../src/jobs/job-run.js'
import type { JobStatus } from '../../../src/jobs/job-status.js'
import type { JobStore } from '../../../src/jobs/job-store.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { newJob, recordInto } from '../../contracts/job-store/job-store-world.js'
import { ManualClock } from '../../support/manual-clock.js'

export const result: CompletedResult = { commitId: 'c', wikiKey: 'k', fromCache: false, gaps: [], publication: undefined }

export const workerSettings: BackgroundWorkerSettings = {
  workerId: 'worker-1',
  concurrency: 2,
  leaseMs: 30_000,
  heartbeatMs: 10_000,
  pollMs: 5,
  maxCrashes: 3,
  retry: defaultRetryPolicy,
}

/** A queue in memory and workers over it, with time in the test's hand. */
export function workerWorld() {
  const clock = new ManualClock()
  const memory = createJobMemory(clock)
  const publications: unknown[] = []
  const store = memoryJobStore({ memory, recordPublication: recordInto(publications) })
  const checkpoints = memoryCheckpointStore(memory)
  const wakeUp = memoryWakeUp()
  const worker = (run: RunJob, changed: Partial<BackgroundWorkerSettings> = {}, ports: { store?: JobStore } = {}) =>
    new BackgroundWorker(
      { store, checkpoints, wakeUp, clock, logger: silentLogger, run, random: () => 0.5, ...ports },
      { ...workerSettings, ...changed },
    )
  return { clock, memory, store, checkpoints, wakeUp, publications, worker }
}

/** Work that signals its start and then waits until it is let go or told to stop. */
export function heldWork() {
  let begin = (): void => undefined
  let letGo = (): void => undefined
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const go = new Promise<void>((resolve) => (letGo = resolve))
  const run: RunJob = async (_job, { signal }) => {
    begin()
    const stopped = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    await Promise.race([go, stopped])
    return result
  }
  return { run, begun, letGo: () => letGo() }
}

/** The id of the last job added. */
export async function add(store: JobStore, count = 1): Promise<string> {
  let id = ''
  for (let at = 0; at < count; at++) id = (await store.insert(newJob(), { queueSize: 1_000 })).job.id
  return id
}

/** Waits for a state by looking after each change that the store announces. */
export async function until(world: ReturnType<typeof workerWorld>, id: string, status: JobStatus['status']): Promise<JobStatus> {
  for (;;) {
    // Listens before it looks, or a change in between goes unheard.
    const changed = new Promise<void>((resolve) => world.memory.listeners.add(resolve))
    const job = await world.store.find(id)
    if (job?.status === status) return job
    await changed
  }
}
