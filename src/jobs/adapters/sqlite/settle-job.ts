import { transaction } from '../../../platform/sqlite/open-database.js'
import type { Lease, Outcome } from '../../job-store.js'
import { acquitJob } from '../../moves/claim-job.js'
import { settleJob as settle } from '../../moves/settle-job.js'
import { findRecord, heldRecord, saveMove, type JobDatabase } from './context.js'

/** Ends the attempt and makes its publication visible, in one transaction, fenced by the attempt. */
export function settleJob(jobs: JobDatabase, lease: Lease, outcome: Outcome, recordPublication: (publication: unknown) => void): boolean {
  return transaction(jobs.database, () => {
    const record = heldRecord(jobs.database, lease)
    if (record === undefined) {
      acquit(jobs, lease)
      return false
    }
    saveMove(jobs, record, settle(record, outcome, jobs.clock.now()))
    if (outcome.kind === 'completed' && outcome.publication !== undefined) recordPublication(outcome.publication)
    return true
  })
}

function acquit(jobs: JobDatabase, { jobId, attempt }: Lease): void {
  const record = findRecord(jobs.database, jobId)
  const acquitted = record && acquitJob(record, attempt)
  if (record !== undefined && acquitted !== undefined) saveMove(jobs, record, acquitted)
}
