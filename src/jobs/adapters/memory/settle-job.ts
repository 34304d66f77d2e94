import type { Lease, Outcome } from '../../job-store.js'
import { acquitJob } from '../../moves/claim-job.js'
import { settleJob as settle } from '../../moves/settle-job.js'
import { heldRecord, save, type JobMemory } from './context.js'

export function settleJob(memory: JobMemory, lease: Lease, outcome: Outcome, recordPublication: (publication: unknown) => void): boolean {
  const record = heldRecord(memory, lease)
  if (record === undefined) {
    acquit(memory, lease)
    return false
  }
  const settled = settle(record, outcome, memory.clock.now())
  // Before the save: when it throws, the job stays as it was.
  if (outcome.kind === 'completed' && outcome.publication !== undefined) recordPublication(outcome.publication)
  save(memory, settled)
  return true
}

function acquit(memory: JobMemory, { jobId, attempt }: Lease): void {
  const record = memory.records.get(jobId)
  const acquitted = record && acquitJob(record, attempt)
  if (acquitted !== undefined) save(memory, acquitted)
}
