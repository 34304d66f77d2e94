import { toJobStatus } from '../../job-record.js'
import type { NewJob, QueueLimits } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { addJob, refuseWhenFull } from '../../moves/add-job.js'
import { countQueued, findOpen, save, type JobMemory } from './context.js'

export function insertJob(memory: JobMemory, job: NewJob, limits: QueueLimits): { job: JobStatus; created: boolean } {
  const open = findOpen(memory, job.openKey)
  if (open !== undefined) return { job: toJobStatus(open), created: false }
  refuseWhenFull(limits, countQueued(memory), countQueued(memory, job.submitter))
  return { job: toJobStatus(save(memory, addJob(job, memory.clock.now()))), created: true }
}
