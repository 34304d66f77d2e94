import { Batches } from '../../../platform/batches.js'
import { migrate } from '../../../platform/postgres/migrate.js'
import type { Claim, ClaimRequest, JobStore } from '../../job-store.js'
import { claimJobs, renewLease } from './claim-job.js'
import type { JobDatabase } from './context.js'
import { insertJobs, type Submission, type Submitted } from './insert-jobs.js'
import { listJobs } from './list-jobs.js'
import { jobMigrations } from './migrations.js'
import { findByAlias, findJob, jobEvents, pastRuns, queueFigures } from './query-jobs.js'
import { publishEarly } from './publish-early.js'
import { queuePosition } from './queue-position.js'
import { reportProgress } from './report-progress.js'
import { settleJobs, type Ending, type RecordPublication } from './settle-job.js'
import { cancelJob, pauseJob, pauseQueue, prioritiseJob, pruneJobs, removeJob, retryJob } from './steer-job.js'
import { readTallies } from './tallies.js'

export interface PostgresJobStoreSettings extends JobDatabase {
  /** Called inside the transaction that completes a job. Throws → the job stays as it was. */
  readonly recordPublication: RecordPublication
  /** In place of the usual number of jobs that a listing looks at one by one, for tests. */
  readonly newestLookedAt?: number | undefined
}

/** Submissions, claims, or outcomes, in one transaction: others wait for its locks. */
const mostTogether = 100

/**
 * Jobs in PostgreSQL, shared by any number of processes on any number of machines. Each operation is one transaction: lock and load the
 * record, let `moves/` decide, save record and events; then tell who watches. Submissions, claims and outcomes
 * that come while others of their kind are under way share the next.
 */
export async function postgresJobStore(settings: PostgresJobStoreSettings): Promise<JobStore> {
  const { pool } = settings
  await migrate(pool, 'jobs', jobMigrations)
  // Something was submitted here, or several claims at once were all served.
  let isWorkLikely = false
  const added = () => {
    isWorkLikely = true
    settings.added?.()
  }
  const submissions = new Batches<Submission, Submitted>((batch) => insertJobs({ ...settings, added }, batch), mostTogether)
  const claims = new Batches<ClaimRequest, Claim | undefined>(async (batch) => {
    const isLikely = isWorkLikely
    isWorkLikely = false
    const claimed = await claimJobs(settings, batch, isLikely)
    isWorkLikely ||= batch.length > 1 && claimed.every((one) => 'answer' in one && one.answer !== undefined)
    return claimed
  }, mostTogether)
  const endings = new Batches<Ending, boolean>((batch) => settleJobs(settings, batch, settings.recordPublication), mostTogether)
  return {
    insert: (job, limits) => submissions.ask({ job, limits }),
    find: (id) => findJob(pool, id),
    findByAlias: (alias) => findByAlias(pool, alias),
    list: (query) => listJobs(pool, query, settings.newestLookedAt),
    figures: () => queueFigures(pool),
    queuePosition: (id) => queuePosition(pool, id),
    claim: (request) => claims.ask(request),
    renew: (lease, leaseMs) => renewLease(settings, lease, leaseMs),
    report: (lease, report) => reportProgress(settings, lease, report),
    publish: (lease, early) => publishEarly(settings, lease, early, settings.recordPublication),
    settle: (lease, outcome) => endings.ask({ lease, outcome }),
    cancel: (id) => cancelJob(settings, id),
    retry: (id, queueSize, asked) => retryJob(settings, id, { queueSize, asked }),
    setPaused: (id, paused) => pauseJob(settings, id, paused),
    setPriority: (id, priority) => prioritiseJob(settings, id, priority),
    setQueuePaused: (paused) => pauseQueue(settings, paused),
    remove: (id) => removeJob(settings, id),
    prune: (endedBefore) => pruneJobs(settings, endedBefore),
    events: (id, after, limit) => jobEvents(pool, id, after, limit),
    tallies: () => readTallies(pool),
    pastRuns: (url, limit) => pastRuns(pool, url, limit),
  }
}
