import type { Lease, Outcome } from '../../job-store.js'
import { settleJob as settle } from '../../moves/settle-job.js'
import { heldRecord, save, type JobMemory } from './context.js'

export function settleJob(memory: JobMemory, lease: Lease, outcome: Outcome, recordPublication: (publication: unknown) => void): boolean {
  const record = heldRecord(memory, lease)
  if (record === undefined) return false
  const settled = settle(record, outcome, memory.clock.now())
  // Before the save: when it throws, the job stays as it was.
  if (outcome.kind === 'completed' && outcome.publication !== undefined) recordPublication(outcome.publication)
  save(memory, settled)
  return true
}
