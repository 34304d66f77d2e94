import type { Clock } from '../../../platform/clock.js'
import type { JobEvent } from '../../job-event.js'
import type { JobRecord } from '../../job-record.js'
import type { Lease } from '../../job-store.js'
import { tallyOf, type Tally } from '../../job-tally.js'
import type { Change } from '../../moves/change.js'
import { needsCheckpoints } from '../../moves/settle-job.js'
import { notFound } from '../../moves/steer-job.js'

/** The memory twin of the database file. Operations are synchronous within, so each one is a transaction. */
export interface JobMemory {
  readonly clock: Clock
  readonly records: Map<string, JobRecord>
  /** Job id → end of its lease on the monotonic clock. */
  readonly leases: Map<string, number>
  readonly events: Map<string, JobEvent[]>
  /** Job id → step → value. */
  readonly checkpoints: Map<string, Map<string, string>>
  /** `submitter ann` or `host example.org` → the turn in which it was last served. */
  readonly turns: Map<string, number>
  readonly queue: { paused: boolean }
  /** By metric, label and bound. */
  readonly tallies: Map<string, Tally>
  /** Called after every change that a reader can see. */
  readonly listeners: Set<() => void>
}

export const createJobMemory = (clock: Clock): JobMemory => ({
  clock,
  records: new Map(),
  leases: new Map(),
  events: new Map(),
  checkpoints: new Map(),
  turns: new Map(),
  queue: { paused: false },
  tallies: new Map(),
  listeners: new Set(),
})

/** @throws AppError `jobs/not-found` */
export function requireRecord({ records }: JobMemory, id: string): JobRecord {
  const record = records.get(id)
  if (record === undefined) throw notFound()
  return record
}

/** The fence. Undefined: the lease is lost. */
export function heldRecord({ records }: JobMemory, lease: Lease): JobRecord | undefined {
  const record = records.get(lease.jobId)
  return record?.status === 'processing' && record.attempt === lease.attempt ? record : undefined
}

export const findOpen = ({ records }: JobMemory, openKey: string): JobRecord | undefined =>
  [...records.values()].find((job) => job.openKey === openKey && (job.status === 'queued' || job.status === 'processing'))

/** All, or those of one submitter. */
export const countQueued = ({ records }: JobMemory, submitter?: string): number =>
  [...records.values()].filter((job) => job.status === 'queued' && (submitter === undefined || job.submitter === submitter)).length

/** Saves a move, its events, and the end of a lease with it. */
export function save(memory: JobMemory, { job, events, observed = [] }: Change): JobRecord {
  memory.records.set(job.id, job)
  if (job.status !== 'processing') memory.leases.delete(job.id)
  const log = memory.events.get(job.id) ?? []
  const at = memory.clock.now()
  for (const event of events) log.push({ ...event, sequence: log.length + 1, at, status: job.status, progress: job.progress })
  memory.events.set(job.id, log)
  for (const tally of observed.map(tallyOf)) addTally(memory, tally)
  if (!needsCheckpoints(job)) memory.checkpoints.delete(job.id)
  for (const listener of memory.listeners) listener()
  return job
}

function addTally({ tallies }: JobMemory, tally: Tally): void {
  const key = `${tally.metric} ${tally.label} ${tally.bound}`
  const before = tallies.get(key)
  const count = (before?.count ?? 0) + tally.count
  tallies.set(key, { ...tally, count, sumSeconds: (before?.sumSeconds ?? 0) + tally.sumSeconds })
}

export function forget(memory: JobMemory, id: string): void {
  for (const map of [memory.records, memory.leases, memory.events, memory.checkpoints]) map.delete(id)
  for (const listener of memory.listeners) listener()
}
