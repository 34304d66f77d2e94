import type { JobReport, Lease, LeaseAnswer } from '../../job-store.js'
import { leaseAnswer } from '../../moves/lease-answer.js'
import { reportJob } from '../../moves/report-job.js'
import { heldRecord, save, type JobMemory } from './context.js'

export function reportProgress(memory: JobMemory, lease: Lease, report: JobReport): LeaseAnswer {
  const record = heldRecord(memory, lease)
  if (record === undefined) return 'lost'
  save(memory, reportJob(record, report, memory.clock.now()))
  return leaseAnswer(record)
}
