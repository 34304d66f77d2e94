import { toJobStatus } from '../../job-record.js'
import type { JobStore } from '../../job-store.js'
import { claimJob, renewLease } from './claim-job.js'
import type { JobMemory } from './context.js'
import { insertJob } from './insert-job.js'
import { listJobs } from './list-jobs.js'
import { findByAlias, jobEvents, pastRuns, queueFigures, queuePosition } from './query-jobs.js'
import { publishEarly } from './publish-early.js'
import { reportProgress } from './report-progress.js'
import { settleJob } from './settle-job.js'
import { cancelJob, pauseJob, prioritiseJob, pruneJobs, removeJob, retryJob } from './steer-job.js'

export interface MemoryJobStoreSettings {
  readonly memory: JobMemory
  /** Throws → the job stays as it was. */
  readonly recordPublication: (publication: unknown) => void
}

/** Jobs in one process, gone with it: for tests, simulations and one-off runs. Keeps every promise but durability. */
export function memoryJobStore({ memory, recordPublication }: MemoryJobStoreSettings): JobStore {
  return {
    insert: async (job, limits) => insertJob(memory, job, limits),
    find: async (id) => {
      const record = memory.records.get(id)
      return record === undefined ? undefined : toJobStatus(record)
    },
    findByAlias: async (alias) => findByAlias(memory, alias),
    list: async (query) => listJobs(memory, query),
    figures: async () => queueFigures(memory),
    queuePosition: async (id) => queuePosition(memory, id),
    claim: async (request) => claimJob(memory, request),
    renew: async (lease, leaseMs) => renewLease(memory, lease, leaseMs),
    report: async (lease, report) => reportProgress(memory, lease, report),
    publish: async (lease, early) => publishEarly(memory, lease, early, recordPublication),
    settle: async (lease, outcome) => settleJob(memory, lease, outcome, recordPublication),
    cancel: async (id) => cancelJob(memory, id),
    retry: async (id, queueSize, asked) => retryJob(memory, id, { queueSize, asked }),
    setPaused: async (id, paused) => pauseJob(memory, id, paused),
    setPriority: async (id, priority) => prioritiseJob(memory, id, priority),
    setQueuePaused: async (paused) => {
      memory.queue.paused = paused
    },
    remove: async (id) => removeJob(memory, id),
    prune: async (endedBefore) => pruneJobs(memory, endedBefore),
    events: async (id, after, limit) => jobEvents(memory, id, after, limit),
    tallies: async () => [...memory.tallies.values()],
    pastRuns: async (url, limit) => pastRuns(memory, url, limit),
  }
}
