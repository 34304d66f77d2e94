import type { JobState } from '../../../src/jobs/job-status.js'

interface ModelJob {
  readonly id: string
  readonly key: number
  readonly submitter: string
  readonly host: string
  status: JobState
  attempt: number
  priority: number
  paused: boolean
  cancel: boolean
  crashes: number
  notBefore: number
  leaseUntil: number
  gaps: boolean
  steps: Set<string>
}

export type Ending = 'completed' | 'completed with gaps' | 'failed' | 'retry-later' | 'handed-back' | 'cancelled'

export interface ModelLease {
  readonly jobId: string
  readonly attempt: number
}

const maxCrashes = 3
export const modelQueueSize = 4
export const modelLimits = { maxRunning: 4, maxRunningPerHost: 3, maxRunningPerSubmitter: 2 }

/** The job queue as a child would build it: one list, one number for time. It shares no code with the product. */
export class ModelQueue {
  readonly jobs: ModelJob[] = []
  published = 0
  paused = false
  readonly #served: string[] = []
  #now = 0

  advance(ms: number): void {
    this.#now += ms
  }

  insert(id: string, asked: Pick<ModelJob, 'key' | 'priority' | 'submitter' | 'host'>): string {
    const open = this.#open(asked.key)
    if (open !== undefined) return open.id
    if (this.#full()) return 'jobs/queue-full'
    this.jobs.push({
      id,
      ...asked,
      status: 'queued',
      attempt: 0,
      paused: false,
      cancel: false,
      crashes: 0,
      notBefore: 0,
      leaseUntil: 0,
      gaps: false,
      steps: new Set(),
    })
    return id
  }

  claim(leaseMs: number): ModelLease | undefined {
    for (const job of this.jobs) {
      if (job.status !== 'processing' || job.leaseUntil > this.#now) continue
      job.crashes += 1
      job.attempt += 1
      if (job.cancel) job.status = 'cancelled'
      else if (job.crashes >= maxCrashes) job.status = 'failed'
      else if (job.paused) job.status = 'queued'
      else return this.#lend(job, leaseMs)
      job.cancel = false
    }
    const due = this.jobs.filter((job) => job.status === 'queued' && !job.paused && job.notBefore <= this.#now)
    const running = (of: (job: ModelJob) => boolean) => this.jobs.filter((job) => job.status === 'processing' && of(job)).length
    const may = due.filter(
      (job) =>
        running(() => true) < modelLimits.maxRunning &&
        running(({ host }) => host === job.host) < modelLimits.maxRunningPerHost &&
        running(({ submitter }) => submitter === job.submitter) < modelLimits.maxRunningPerSubmitter,
    )
    const rank = (job: ModelJob) => [
      -job.priority,
      running(({ submitter }) => submitter === job.submitter),
      this.#served.lastIndexOf(`submitter ${job.submitter}`),
      running(({ host }) => host === job.host),
      this.#served.lastIndexOf(`host ${job.host}`),
    ]
    const next = this.paused ? undefined : may.sort((a, b) => firstDifference(rank(a), rank(b)))[0]
    if (next === undefined) return undefined
    this.#served.push(`submitter ${next.submitter}`, `host ${next.host}`)
    next.attempt += 1
    next.status = 'processing'
    return this.#lend(next, leaseMs)
  }

  renew(lease: ModelLease, leaseMs: number): string {
    const job = this.#held(lease)
    if (job === undefined) return 'lost'
    job.leaseUntil = this.#now + leaseMs
    return answerOf(job)
  }

  report(lease: ModelLease): string {
    const job = this.#held(lease)
    return job === undefined ? 'lost' : answerOf(job)
  }

  checkpoint(lease: ModelLease, step: string): boolean {
    const job = this.#held(lease)
    if (job === undefined) return false
    if (!job.steps.has(step)) job.crashes = 0
    job.steps.add(step)
    return true
  }

  settle(lease: ModelLease, ending: Ending, delayMs: number): boolean {
    const job = this.#held(lease)
    if (job === undefined) return false
    const back = ending === 'retry-later' || ending === 'handed-back'
    if (ending === 'completed' || ending === 'completed with gaps') {
      job.status = 'completed'
      job.gaps = ending === 'completed with gaps'
      this.published += 1
    } else if (ending === 'failed') job.status = 'failed'
    else job.status = back && !job.cancel ? 'queued' : 'cancelled'
    job.notBefore = ending === 'retry-later' ? this.#now + delayMs : 0
    job.cancel = false
    return true
  }

  cancel(id: string): string {
    const job = this.#find(id)
    if (job === undefined) return 'jobs/not-found'
    if (job.status === 'queued') job.status = 'cancelled'
    else if (job.status === 'processing') job.cancel = true
    else return 'jobs/not-open'
    return job.status
  }

  retry(id: string): string {
    const job = this.#find(id)
    if (job === undefined) return 'jobs/not-found'
    if (!(job.status === 'failed' || job.status === 'cancelled' || (job.status === 'completed' && job.gaps))) return 'jobs/not-retryable'
    if (this.#open(job.key) !== undefined) return 'jobs/already-open'
    if (this.#full()) return 'jobs/queue-full'
    Object.assign(job, { status: 'queued', paused: false, cancel: false, crashes: 0, notBefore: 0 })
    return 'queued'
  }

  pause(id: string, paused: boolean): string {
    return this.#whileOpen(id, (job) => (job.paused = paused))
  }

  prioritise(id: string, priority: number): string {
    return this.#whileOpen(id, (job) => (job.priority = priority))
  }

  remove(id: string): string {
    const job = this.#find(id)
    if (job === undefined) return 'jobs/not-found'
    if (job.status === 'queued' || job.status === 'processing') return 'jobs/still-open'
    this.jobs.splice(this.jobs.indexOf(job), 1)
    return 'removed'
  }

  #lend(job: ModelJob, leaseMs: number): ModelLease {
    job.leaseUntil = this.#now + leaseMs
    return { jobId: job.id, attempt: job.attempt }
  }

  #whileOpen(id: string, move: (job: ModelJob) => void): string {
    const job = this.#find(id)
    if (job === undefined) return 'jobs/not-found'
    if (job.status !== 'queued' && job.status !== 'processing') return 'jobs/not-open'
    move(job)
    return job.status
  }

  #find = (id: string) => this.jobs.find((job) => job.id === id)
  #open = (key: number) => this.jobs.find((job) => job.key === key && (job.status === 'queued' || job.status === 'processing'))
  #full = () => this.jobs.filter(({ status }) => status === 'queued').length >= modelQueueSize
  #held = ({ jobId, attempt }: ModelLease) =>
    this.jobs.find((job) => job.id === jobId && job.attempt === attempt && job.status === 'processing')
}

const firstDifference = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, at) => value - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0

const answerOf = ({ cancel, paused }: { readonly cancel: boolean; readonly paused: boolean }): string => (cancel ? 'cancel-requested' : paused ? 'pause-requested' : 'held')
