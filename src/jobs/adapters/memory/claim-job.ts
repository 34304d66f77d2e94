import { laneMayRun, nextTurn, type Lane, type RunningLimits } from '../../fair-turn.js'
import type { JobRecord } from '../../job-record.js'
import type { Claim, ClaimRequest, Lease, LeaseAnswer } from '../../job-store.js'
import { giveUpJob, takeJob, toClaim } from '../../moves/claim-job.js'
import { leaseAnswer } from '../../moves/lease-answer.js'
import { heldRecord, save, type JobMemory } from './context.js'
import { sharesOf } from './shares.js'

export function claimJob(memory: JobMemory, request: ClaimRequest): Claim | undefined {
  for (;;) {
    const record = nextAbandoned(memory) ?? nextQueued(memory, request)
    if (record === undefined) return undefined
    const givenUp = record.status === 'processing' ? giveUpJob(record, request, memory.clock.now()) : undefined
    if (givenUp === undefined) return take(memory, record, request)
    save(memory, givenUp)
  }
}

function nextQueued(memory: JobMemory, limits: RunningLimits): JobRecord | undefined {
  if (memory.queue.paused) return undefined
  const now = memory.clock.now()
  const shares = sharesOf(memory)
  const due = [...memory.records.values()].filter(
    (job) => job.status === 'queued' && !job.paused && (job.notBefore === undefined || job.notBefore <= now),
  )
  const candidates = due.map((job) => ({ ...laneOf(job), id: job.id, job })).filter((lane) => laneMayRun(lane, shares, limits))
  return nextTurn(candidates, shares)?.job
}

const laneOf = ({ priority, submitter, subject }: JobRecord): Lane => ({ priority, submitter, host: subject.host })

function nextAbandoned({ records, leases, clock }: JobMemory): JobRecord | undefined {
  const now = clock.monotonicMs()
  const abandoned = [...records.values()].filter((job) => job.status === 'processing' && (leases.get(job.id) ?? -Infinity) <= now)
  return abandoned.sort((a, b) => (a.id < b.id ? -1 : 1))[0]
}

function take(memory: JobMemory, record: JobRecord, request: ClaimRequest): Claim {
  if (record.status === 'queued') countTurn(memory, record)
  const taken = save(memory, takeJob(record, request, memory.clock.now()))
  const claim = toClaim(taken, request.workerId)
  renewLease(memory, claim.lease, request.leaseMs)
  return claim
}

function countTurn({ turns }: JobMemory, { submitter, subject }: JobRecord): void {
  const turn = Math.max(0, ...turns.values()) + 1
  turns.set(`submitter ${submitter}`, turn).set(`host ${subject.host}`, turn)
}

export function renewLease(memory: JobMemory, lease: Lease, leaseMs: number): LeaseAnswer {
  const record = heldRecord(memory, lease)
  if (record === undefined) return 'lost'
  memory.leases.set(record.id, memory.clock.monotonicMs() + leaseMs)
  return leaseAnswer(record)
}
