import { placeInQueue } from '../../fair-turn.js'
import { aliasOf } from '../../job-alias.js'
import type { JobEvent } from '../../job-event.js'
import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { PastRun, QueueFigures } from '../../job-store.js'
import type { JobStatus } from '../../job-status.js'
import { pastRun } from '../../past-run.js'
import type { JobMemory } from './context.js'
import { sharesOf } from './shares.js'

export const newestFirst = (memory: JobMemory): JobRecord[] => [...memory.records.values()].sort((a, b) => (a.id < b.id ? 1 : -1))

export function findByAlias(memory: JobMemory, alias: string): JobStatus[] {
  const newest = new Map<string, JobRecord>()
  for (const job of newestFirst(memory)) {
    if (aliasOf(job.subject) === alias.toLowerCase() && !newest.has(job.subject.url)) newest.set(job.subject.url, job)
  }
  return [...newest.values()].map(toJobStatus)
}

export function queueFigures({ records, queue }: JobMemory): QueueFigures {
  const figures = { queued: 0, processing: 0, completed: 0, failed: 0, cancelled: 0, paused: queue.paused }
  for (const { status } of records.values()) figures[status] += 1
  return figures
}

export function queuePosition(memory: JobMemory, id: string): number | undefined {
  const waiting = [...memory.records.values()].filter((job) => job.status === 'queued' && !job.paused)
  const job = waiting.find((one) => one.id === id)
  if (job === undefined) return undefined
  const shares = sharesOf(memory)
  const equal = waiting.filter((one) => one.priority === job.priority)
  const urgent = waiting.filter((one) => one.priority > job.priority).length
  const older = equal.filter((one) => one.submitter === job.submitter && one.id < job.id).length
  const others = [...new Set(equal.map(({ submitter }) => submitter))].filter((submitter) => submitter !== job.submitter)
  const waitingOthers = others.map((submitter) => ({
    submitter,
    waiting: equal.filter((one) => one.submitter === submitter).length,
    ...shares.submitter(submitter),
  }))
  return placeInQueue(urgent, older, shares.submitter(job.submitter), waitingOthers)
}

export function jobEvents({ events }: JobMemory, id: string, after: number, limit: number): JobEvent[] {
  return (events.get(id) ?? []).filter(({ sequence }) => sequence > after).slice(0, limit)
}

export function pastRuns(memory: JobMemory, url: string | undefined, limit: number): PastRun[] {
  const finished = newestFirst(memory).filter((job) => job.status === 'completed' && !job.fromCache)
  const wanted = url === undefined ? finished : finished.filter((job) => job.subject.url === url)
  return wanted.slice(0, limit).map((job) => pastRun(job.stages))
}
