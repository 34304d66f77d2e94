import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { JobStatus } from '../../job-status.js'
import { refuseWhenFull } from '../../moves/add-job.js'
import type { Change } from '../../moves/change.js'
import * as moves from '../../moves/steer-job.js'
import { countQueued, findOpen, forget, requireRecord, save, type JobMemory } from './context.js'

export const cancelJob = (memory: JobMemory, id: string): JobStatus => steer(memory, id, (job) => moves.cancelJob(job, memory.clock.now()))

export const pauseJob = (memory: JobMemory, id: string, paused: boolean): JobStatus =>
  steer(memory, id, (job) => moves.pauseJob(job, paused))

export const prioritiseJob = (memory: JobMemory, id: string, priority: number): JobStatus =>
  steer(memory, id, (job) => moves.prioritiseJob(job, priority))

export function retryJob(memory: JobMemory, id: string, { queueSize, asked }: moves.RetryRequest): JobStatus {
  return steer(memory, id, (job) => {
    const retried = moves.retryJob(job)
    const open = findOpen(memory, job.openKey)
    if (open !== undefined) throw moves.alreadyOpen(open.id)
    refuseWhenFull({ queueSize }, countQueued(memory), 0)
    const steps = memory.checkpoints.get(id) ?? new Map<string, string>()
    steps.delete(moves.retryStep)
    if (asked !== undefined) steps.set(moves.retryStep, asked)
    memory.checkpoints.set(id, steps)
    return retried
  })
}

export function removeJob(memory: JobMemory, id: string): void {
  moves.requireClosed(requireRecord(memory, id))
  forget(memory, id)
}

/** With the memory of the turns of submitters and hosts that have nothing open. */
export function pruneJobs(memory: JobMemory, endedBefore: Date): number {
  const old = [...memory.records.values()].filter((job) => isClosed(job) && job.completedAt !== undefined && job.completedAt < endedBefore)
  for (const { id } of old) forget(memory, id)
  const open = [...memory.records.values()].filter((job) => !isClosed(job))
  const names = new Set(open.flatMap((job) => [`submitter ${job.submitter}`, `host ${job.subject.host}`]))
  for (const name of memory.turns.keys()) if (!names.has(name)) memory.turns.delete(name)
  return old.length
}

const isClosed = (job: JobRecord): boolean => job.status !== 'queued' && job.status !== 'processing'

function steer(memory: JobMemory, id: string, move: (job: JobRecord) => Change | undefined): JobStatus {
  const record = requireRecord(memory, id)
  const moved = move(record)
  return toJobStatus(moved === undefined ? record : save(memory, moved))
}
