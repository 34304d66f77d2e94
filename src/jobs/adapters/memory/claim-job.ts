import { toJobStatus, type JobRecord } from '../../job-record.js'
import type { Claim, ClaimRequest, Lease } from '../../job-store.js'
import { giveUpJob, takeJob } from '../../moves/claim-job.js'
import { heldRecord, save, type JobMemory } from './context.js'
import { byTurn } from './query-jobs.js'

export function claimJob(memory: JobMemory, request: ClaimRequest): Claim | undefined {
  for (;;) {
    const record = nextAbandoned(memory) ?? nextQueued(memory)
    if (record === undefined) return undefined
    const givenUp = record.status === 'processing' ? giveUpJob(record, request, memory.clock.now()) : undefined
    if (givenUp === undefined) return take(memory, record, request)
    save(memory, givenUp)
  }
}

function nextQueued({ records, clock }: JobMemory): JobRecord | undefined {
  const now = clock.now()
  const due = [...records.values()].filter(
    (job) => job.status === 'queued' && !job.paused && (job.notBefore === undefined || job.notBefore <= now),
  )
  return due.sort(byTurn)[0]
}

function nextAbandoned({ records, leases, clock }: JobMemory): JobRecord | undefined {
  const now = clock.monotonicMs()
  const abandoned = [...records.values()].filter((job) => job.status === 'processing' && (leases.get(job.id) ?? -Infinity) <= now)
  return abandoned.sort((a, b) => (a.id < b.id ? -1 : 1))[0]
}

function take(memory: JobMemory, record: JobRecord, request: ClaimRequest): Claim {
  const taken = save(memory, takeJob(record, request.workerId, memory.clock.now()))
  const lease: Lease = { jobId: taken.id, attempt: taken.attempt, workerId: request.workerId }
  renewLease(memory, lease, request.leaseMs)
  const job = toJobStatus(taken)
  if (job.status !== 'processing') throw new Error(`claimed job ${job.id} is ${job.status}`)
  return { job, lease }
}

export function renewLease(memory: JobMemory, lease: Lease, leaseMs: number): 'held' | 'cancel-requested' | 'pause-requested' | 'lost' {
  const record = heldRecord(memory, lease)
  if (record === undefined) return 'lost'
  memory.leases.set(record.id, memory.clock.monotonicMs() + leaseMs)
  if (record.cancelRequested) return 'cancel-requested'
  return record.paused ? 'pause-requested' : 'held'
}
