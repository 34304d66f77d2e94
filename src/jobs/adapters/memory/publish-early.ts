import type { EarlyPublication, Lease } from '../../job-store.js'
import { publishEarly as publish } from '../../moves/publish-early.js'
import { heldRecord, save, type JobMemory } from './context.js'

export function publishEarly(memory: JobMemory, lease: Lease, early: EarlyPublication, recordPublication: (publication: unknown) => void): boolean {
  const record = heldRecord(memory, lease)
  if (record === undefined) return false
  // Before the save: when it throws, nothing has changed.
  if (early.publication !== undefined) recordPublication(early.publication)
  save(memory, publish(record, early))
  return true
}
