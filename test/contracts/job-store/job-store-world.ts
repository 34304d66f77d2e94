import { uuidv7 } from 'uuidv7'
import type { CheckpointStore } from '../../../src/jobs/checkpoint-store.js'
import { defaultJobOptions, type JobProgress, type ProcessingJob } from '../../../src/jobs/job-status.js'
import type { Claim, ClaimRequest, JobStore, NewJob, Outcome } from '../../../src/jobs/job-store.js'
import type { ProgressFeed } from '../../../src/jobs/progress-feed.js'
import { ManualClock } from '../../support/manual-clock.js'

/** One adapter family on fresh storage. The suite sees nothing else of it. */
export interface JobStoreWorld {
  readonly store: JobStore
  readonly checkpoints: CheckpointStore
  readonly feed: ProgressFeed
  readonly clock: ManualClock
  /** What was recorded with completions, in order. A publication of `refuse` throws instead. */
  readonly publications: unknown[]
  readonly close: () => Promise<void>
}

export type MakeWorld = () => Promise<JobStoreWorld>

export const refuse = 'refuse this publication'

export function recordInto(publications: unknown[]): (publication: unknown) => void {
  return (publication) => {
    publications.push(publication)
    if (publication === refuse) {
      publications.pop()
      throw new Error('refused')
    }
  }
}

export const queueSize = 1_000
export const limits = { queueSize }
export const leaseMs = 30_000
/** So few that listings by repository also take the way by the index. */
export const newestLookedAt = 3
export const request: ClaimRequest = { workerId: 'worker-1', leaseMs, maxCrashes: 3 }

export function newJob(overrides: Partial<NewJob> & { readonly repo?: string; readonly host?: string } = {}): NewJob & { readonly id: string } {
  const { repo = 'octo/cat', host = 'example.org', ...rest } = overrides
  const at = repo.lastIndexOf('/')
  const id = rest.id ?? uuidv7()
  return {
    subject: {
      url: `https://${host}/${repo}`,
      host,
      owner: repo.slice(0, at),
      name: repo.slice(at + 1),
      revision: { kind: 'default' },
    },
    options: defaultJobOptions,
    openKey: `key of ${id}`,
    submitter: '127.0.0.1',
    priority: 0,
    mainModel: undefined,
    ...rest,
    id,
  }
}

export async function inserted(world: JobStoreWorld, overrides: Parameters<typeof newJob>[0] = {}): Promise<string> {
  const { job } = await world.store.insert(newJob(overrides), limits)
  return job.id
}

export async function claimed(world: JobStoreWorld, workerId = request.workerId): Promise<Claim> {
  const claim = await world.store.claim({ ...request, workerId })
  if (claim === undefined) throw new Error('there was nothing to claim')
  return claim
}

export async function running(world: JobStoreWorld): Promise<Claim & { readonly job: ProcessingJob }> {
  await inserted(world)
  return claimed(world)
}

export const progress = (message: string, percent = 10): JobProgress => ({
  stage: 'writing',
  message,
  percent,
  step: undefined,
  steps: undefined,
  eta: undefined,
})

export const completed = (overrides: Partial<Extract<Outcome, { kind: 'completed' }>> = {}): Outcome => ({
  kind: 'completed',
  commitId: 'c'.repeat(40),
  wikiKey: 'wiki-1',
  fromCache: false,
  gaps: [],
  publication: undefined,
  ...overrides,
})

export const failure = { code: 'repositories/unreachable', message: 'The host did not answer.', advice: 'Try later.' }
export const failed: Outcome = { kind: 'failed', failure }
export const gap = { slug: 'queue', title: 'Queue', code: 'documentation/page-failed', message: 'It broke.' }

/** A job in each state that a job can be in, by the name of the state. */
export async function jobInState(
  world: JobStoreWorld,
  state: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled',
): Promise<string> {
  if (state === 'queued') return inserted(world)
  const { lease } = await running(world)
  if (state === 'completed') await world.store.settle(lease, completed())
  if (state === 'failed') await world.store.settle(lease, failed)
  if (state === 'cancelled') await world.store.settle(lease, { kind: 'cancelled' })
  return lease.jobId
}
