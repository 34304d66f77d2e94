import { transaction } from '../../../platform/sqlite/open-database.js'
import type { EarlyPublication, Lease } from '../../job-store.js'
import { publishEarly as publish } from '../../moves/publish-early.js'
import { heldRecord, saveMove, type JobDatabase } from './context.js'

/** Makes something visible while the attempt goes on, in one transaction, fenced by the attempt. */
export function publishEarly(jobs: JobDatabase, lease: Lease, early: EarlyPublication, recordPublication: (publication: unknown) => void): boolean {
  return transaction(jobs.database, () => {
    const record = heldRecord(jobs.database, lease)
    if (record === undefined) return false
    saveMove(jobs, record, publish(record, early))
    if (early.publication !== undefined) recordPublication(early.publication)
    return true
  })
}
