import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { EventLevel } from '../../job-event.js'
import type { Lease, Outcome } from '../../job-store.js'
import type { JobProgress, JobState } from '../../job-status.js'
import { appendEvent, waitingProgress, type JobDatabase } from './context.js'
import { readProgress, readStages, writeFailure, writeStages, type JobRow } from './job-row.js'
import { closeLast } from './report-progress.js'

interface Ending {
  readonly status: JobState
  readonly message: string
  readonly level: EventLevel
  readonly progress: JobProgress
  readonly failure: string | null
  /** Added to the wall time of now; only a queued job has one. */
  readonly delayMs: number
  readonly wikiKey: string | null
  readonly fromCache: boolean
  readonly gaps: string
}

/** Ends the attempt and makes its publication visible, in one transaction, fenced by the attempt. */
export function settleJob(jobs: JobDatabase, lease: Lease, outcome: Outcome, recordPublication: (publication: unknown) => void): boolean {
  const { database, clock } = jobs
  return transaction(database, () => {
    const row = sql.get<JobRow>(database, `SELECT * FROM jobs WHERE id = ? AND attempt = ? AND status = 'processing'`, lease.jobId, lease.attempt)
    if (row === undefined) return false
    const now = clock.now()
    const ending = endingOf(outcome, row, lease, now)
    const open = ending.status === 'queued'
    sql.run(
      database,
      `UPDATE jobs SET status = ?, progress = ?, stages = ?, last_failure = coalesce(?, last_failure), failures = failures + ?, run_at = ?, completed_at = ?,
         commit_id = coalesce(?, commit_id), wiki_key = ?, from_cache = ?, gaps = ?, cancel_requested = 0, lease_until = NULL, lease_boot = NULL,
         crashes = 0, version = version + 1
       WHERE id = ?`,
      ending.status, JSON.stringify(ending.progress), writeStages(closeLast(readStages(row.stages), now)), ending.failure,
      ending.failure === null ? 0 : 1, now.getTime() + ending.delayMs, open ? null : now.getTime(),
      outcome.kind === 'completed' ? outcome.commitId : null, ending.wikiKey, ending.fromCache ? 1 : 0, ending.gaps, lease.jobId,
    )
    const stage = readProgress(row.progress).stage
    appendEvent(database, { jobId: lease.jobId, at: now.getTime(), level: ending.level, stage, message: ending.message, status: ending.status, progress: ending.progress })
    if (outcome.kind === 'completed' && outcome.publication !== undefined) recordPublication(outcome.publication)
    return true
  })
}

function endingOf(outcome: Outcome, row: JobRow, lease: Lease, now: Date): Ending {
  const last = readProgress(row.progress)
  const still = { failure: null, delayMs: 0, wikiKey: null, fromCache: false, gaps: '[]' }
  switch (outcome.kind) {
    case 'completed': {
      const gaps = outcome.gaps.length
      const message = outcome.fromCache ? 'Completed from the cache' : gaps === 0 ? 'Completed' : `Completed with ${gaps} page${gaps === 1 ? '' : 's'} missing`
      const progress = { ...last, message, percent: 100, step: undefined, steps: undefined, eta: undefined }
      return { ...still, status: 'completed', level: gaps === 0 ? 'info' : 'warning', message, progress, wikiKey: outcome.wikiKey, fromCache: outcome.fromCache, gaps: JSON.stringify(outcome.gaps) }
    }
    case 'failed': {
      const failure = writeFailure({ ...outcome.failure, attempt: lease.attempt, at: now })
      return { ...still, status: 'failed', level: 'error', message: outcome.failure.message, progress: { ...last, message: 'Failed', eta: undefined }, failure }
    }
    case 'retry-later': {
      const seconds = Math.max(1, Math.round(outcome.delayMs / 1000))
      const message = `${outcome.failure.message} Trying again in ${seconds} s.`
      const failure = writeFailure({ ...outcome.failure, attempt: lease.attempt, at: now })
      return { ...still, status: 'queued', level: 'warning', message, progress: waitingProgress(`Trying again in ${seconds} s`), failure, delayMs: outcome.delayMs }
    }
    case 'cancelled':
      return { ...still, status: 'cancelled', level: 'info', message: 'Cancelled', progress: { ...last, message: 'Cancelled', eta: undefined } }
    case 'handed-back': {
      const message = row.paused === 1 ? 'Paused' : 'Handed back to the queue; it will go on from its checkpoints'
      return { ...still, status: 'queued', level: 'info', message, progress: waitingProgress(row.paused === 1 ? 'Paused' : 'Waiting for a worker') }
    }
  }
}
