import type { PoolClient } from 'pg'
import type { Lease, Outcome } from '../../job-store.js'
import { acquitJob } from '../../moves/claim-job.js'
import { settleJob as settle } from '../../moves/settle-job.js'
import { changing, heldJob, readJob, saveMove, type JobDatabase } from './context.js'

export type RecordPublication = (client: PoolClient, publication: unknown) => Promise<void>

/** Ends the attempt and makes its publication visible, in one transaction, fenced by the attempt. */
export function settleJob(jobs: JobDatabase, lease: Lease, outcome: Outcome, recordPublication: RecordPublication): Promise<boolean> {
  return changing(jobs, async (client) => {
    const held = await heldJob(jobs, client, lease)
    if (held === undefined) {
      await acquit(jobs, client, lease)
      return false
    }
    await saveMove(jobs, client, settle(held.job, outcome, held.now), held.now)
    if (outcome.kind === 'completed' && outcome.publication !== undefined) await recordPublication(client, outcome.publication)
    return true
  })
}

async function acquit(jobs: JobDatabase, client: PoolClient, { jobId, attempt }: Lease): Promise<void> {
  const read = await readJob(jobs, client, 'id = $2 FOR UPDATE', jobId)
  const acquitted = read && acquitJob(read.job, attempt)
  if (read !== undefined && acquitted !== undefined) await saveMove(jobs, client, acquitted, read.now)
}
