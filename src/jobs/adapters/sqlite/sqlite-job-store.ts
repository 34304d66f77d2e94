import { Batches } from '../../../platform/batches.js'
import { GroupCommit } from '../../../platform/sqlite/group-commit.js'
import { LogSync } from '../../../platform/sqlite/log-sync.js'
import { migrate } from '../../../platform/sqlite/migrate.js'
import { toJobStatus } from '../../job-record.js'
import type { Claim, ClaimRequest, JobStore } from '../../job-store.js'
import { claimJobs, mayClaim, renewLease } from './claim-job.js'
import { findRecord, type JobDatabase } from './context.js'
import { findOpenOrRefuse, insertJob } from './insert-job.js'
import { listJobs } from './list-jobs.js'
import { jobMigrations } from './migrations.js'
import { findByAlias, jobEvents, pastRuns, queueFigures } from './query-jobs.js'
import { publishEarly } from './publish-early.js'
import { queuePosition } from './queue-position.js'
import { reportProgress } from './report-progress.js'
import { settleJob } from './settle-job.js'
import { readTallies } from './tallies.js'
import { cancelJob, pauseJob, pauseQueue, prioritiseJob, pruneJobs, removeJob, retryJob } from './steer-job.js'

export interface SqliteJobStoreSettings extends JobDatabase {
  /** Called inside the transaction that completes a job. Throws → the job stays as it was. */
  readonly recordPublication: (publication: unknown) => void
  /** Called once a job that was submitted can be claimed; a moment later it is on disk, and is answered. */
  readonly added?: (() => void) | undefined
  /** In place of the usual number of jobs that a listing looks at one by one, for tests. */
  readonly newestLookedAt?: number | undefined
}

/** Claims that look at the queue once for all of them. */
const mostTogether = 100

/**
 * Jobs in one SQLite file, shared by any number of processes of one machine. Open the file with durability `full`. Each operation
 * is all or nothing: load the record, let `moves/` decide, save record and events. Those that many ask for at once share the wait for the disk.
 *
 * What is promised waits for the disk: a submission, an outcome, a checkpoint, what was paid, what a person ordered. A claim, its
 * renewal and mere progress do not: a power cut takes every worker with it, so a claim that it undoes had nobody left, and the
 * job waits as before. `kill -9` undoes nothing.
 */
export function sqliteJobStore(settings: SqliteJobStoreSettings): JobStore {
  const { database } = settings
  migrate(database, 'jobs', jobMigrations)
  const group = new GroupCommit(database, LogSync.of(database))
  const claims = new Batches<ClaimRequest, Claim | undefined>(async (batch) => {
    const claimed = mayClaim(settings) ? await group.runRecoverable(() => claimJobs(settings, batch)) : []
    return batch.map((_, at) => ({ answer: claimed[at] }))
  }, mostTogether)
  return {
    insert: (job, limits) =>
      group.runSeen({
        look: () => findOpenOrRefuse(settings, job, limits),
        work: () => insertJob(settings, job),
        onSeen: ({ created }) => {
          if (created) settings.added?.()
        },
      }),
    find: async (id) => {
      const record = findRecord(database, id)
      return record === undefined ? undefined : toJobStatus(record)
    },
    findByAlias: async (alias) => findByAlias(database, alias),
    list: async (query) => listJobs(database, query, settings.newestLookedAt),
    figures: async () => queueFigures(database),
    queuePosition: async (id) => queuePosition(database, id),
    claim: (request) => claims.ask(request),
    renew: (lease, leaseMs) => group.runRecoverable(() => renewLease(settings, lease, leaseMs)),
    report: (lease, report) => {
      const work = () => reportProgress(settings, lease, report)
      return report.spent === undefined ? group.runRecoverable(work) : group.run(work)
    },
    publish: (lease, early) => group.run(() => publishEarly(settings, lease, early, settings.recordPublication)),
    settle: (lease, outcome) => group.run(() => settleJob(settings, lease, outcome, settings.recordPublication)),
    cancel: async (id) => cancelJob(settings, id),
    retry: async (id, queueSize, asked) => retryJob(settings, id, { queueSize, asked }),
    setPaused: async (id, paused) => pauseJob(settings, id, paused),
    setPriority: async (id, priority) => prioritiseJob(settings, id, priority),
    setQueuePaused: async (paused) => pauseQueue(settings, paused),
    remove: async (id) => removeJob(settings, id),
    prune: async (endedBefore) => pruneJobs(settings, endedBefore),
    events: async (id, after, limit) => jobEvents(database, id, after, limit),
    tallies: async () => readTallies(database),
    pastRuns: async (url, limit) => pastRuns(database, url, limit),
  }
}
