import type { JobReport, Lease } from '../../job-store.js'
import { reportJob } from '../../moves/report-job.js'
import { heldRecord, save, type JobMemory } from './context.js'

export function reportProgress(memory: JobMemory, lease: Lease, report: JobReport): boolean {
  const record = heldRecord(memory, lease)
  if (record === undefined) return false
  save(memory, reportJob(record, report, memory.clock.now()))
  return true
}
