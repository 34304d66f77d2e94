import type { JobMemory } from '../../../src/jobs/adapters/memory/context.js'
import type { Lease } from '../../../src/jobs/job-store.js'
import type { Clock } from '../../../src/platform/clock.js'
import type { Ports } from './simulation.js'

interface Publication {
  readonly jobId: string
  readonly attempt: number
}

/** Sees every call that a store answers and every step that work does, and holds them against the promises of JobStore. */
export class Observer {
  readonly #memory: JobMemory
  readonly #clock: Clock
  readonly #leaseMs: number
  readonly #wrong: string[] = []
  readonly #leaseEnd = new Map<string, number>()
  readonly #newestAttempt = new Map<string, number>()
  readonly #cancelAsked = new Set<string>()
  readonly #doneSteps = new Set<string>()
  readonly #publications: Publication[] = []

  constructor(memory: JobMemory, clock: Clock, leaseMs: number) {
    this.#memory = memory
    this.#clock = clock
    this.#leaseMs = leaseMs
  }

  published(publication: unknown): void {
    this.#publications.push(publication as Publication)
  }

  worked(jobId: string, step: number): void {
    if (this.#doneSteps.has(`${jobId} step ${step}`)) this.#wrong.push('a step was done again although its checkpoint was acknowledged')
  }

  watch({ store, checkpoints }: Ports): Ports {
    return {
      store: {
        ...store,
        claim: async (request) => {
          const claim = await store.claim(request)
          if (claim !== undefined) this.#claimed(claim.lease)
          return claim
        },
        renew: async (lease, leaseMs) => {
          const answer = await store.renew(lease, leaseMs)
          if (answer !== 'lost') this.#lend(lease)
          return answer
        },
        report: async (lease, report) => {
          const answer = await store.report(lease, report)
          this.#fenced(lease, answer !== 'lost')
          return answer
        },
        settle: async (lease, outcome) => {
          const held = this.#fenced(lease, await store.settle(lease, outcome))
          if (held) this.#leaseEnd.delete(lease.jobId)
          return held
        },
        cancel: async (id) => {
          const job = await store.cancel(id)
          this.#cancelAsked.add(id)
          return job
        },
      },
      checkpoints: {
        get: (jobId, step) => checkpoints.get(jobId, step),
        put: async (lease, step, value) => {
          const held = this.#fenced(lease, await checkpoints.put(lease, step, value))
          if (held) this.#doneSteps.add(`${lease.jobId} ${step}`)
          return held
        },
      },
    }
  }

  verdict(): readonly string[] {
    for (const job of this.#memory.records.values()) {
      if (job.status === 'queued' || job.status === 'processing') this.#wrong.push('a job never ended')
      const published = this.#publications.filter(({ jobId }) => jobId === job.id)
      if (published.length !== (job.status === 'completed' ? 1 : 0))
        this.#wrong.push(`a job that is ${job.status} has ${published.length} publications`)
      if (published.some(({ attempt }) => attempt !== job.attempt)) this.#wrong.push('an older attempt published')
      const log = this.#memory.events.get(job.id) ?? []
      if (log.some(({ sequence }, at) => sequence !== at + 1)) this.#wrong.push('the log has gaps')
    }
    return this.#wrong
  }

  #claimed(lease: Lease): void {
    const end = this.#leaseEnd.get(lease.jobId)
    if (end !== undefined && end > this.#clock.monotonicMs()) this.#wrong.push('a job was handed on while its lease held')
    if (this.#cancelAsked.has(lease.jobId)) this.#wrong.push('an attempt began after the cancel')
    if (lease.attempt <= (this.#newestAttempt.get(lease.jobId) ?? 0)) this.#wrong.push('the attempt number did not rise')
    this.#newestAttempt.set(lease.jobId, lease.attempt)
    this.#lend(lease)
    this.#sameKeyTwice(lease.jobId)
  }

  #lend(lease: Lease): void {
    this.#leaseEnd.set(lease.jobId, this.#clock.monotonicMs() + this.#leaseMs)
  }

  #fenced(lease: Lease, held: boolean): boolean {
    if (held && lease.attempt !== this.#newestAttempt.get(lease.jobId)) this.#wrong.push('a late worker wrote')
    return held
  }

  #sameKeyTwice(jobId: string): void {
    const key = this.#memory.records.get(jobId)?.openKey
    const open = [...this.#memory.records.values()].filter(
      (job) => job.openKey === key && (job.status === 'queued' || job.status === 'processing'),
    )
    if (open.length > 1) this.#wrong.push('two jobs are open for the same request')
  }
}
