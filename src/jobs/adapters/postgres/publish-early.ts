import type { EarlyPublication, Lease } from '../../job-store.js'
import { publishEarly as publish } from '../../moves/publish-early.js'
import { changing, heldJob, saveMove, type JobDatabase } from './context.js'
import type { RecordPublication } from './settle-job.js'

/** Makes something visible while the attempt goes on, in one transaction, fenced by the attempt. */
export function publishEarly(jobs: JobDatabase, lease: Lease, early: EarlyPublication, recordPublication: RecordPublication): Promise<boolean> {
  return changing(jobs, async (client) => {
    const held = await heldJob(jobs, client, lease)
    if (held === undefined) return false
    await saveMove(jobs, client, publish(held.job, early), held)
    if (early.publication !== undefined) await recordPublication(client, early.publication)
    return true
  })
}
