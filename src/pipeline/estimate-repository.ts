import type { JobStatus, SpendingEstimate } from '../jobs/job-status.js'
import type { JobStore } from '../jobs/job-store.js'
import type { RepositoryInput, RepositoryRef } from '../repositories/repository-ref.js'
import { jobWithEstimate } from './estimate-known.js'

export interface Estimate {
  readonly url: string
  /** Undefined: the code has to be read first. */
  readonly tokens: { readonly input: number; readonly output: number } | undefined
  readonly cost: { readonly amount: number; readonly currency: 'USD' } | undefined
  /** What a job told that read the code: at which commit, and the range. Undefined without a model, or when none did. */
  readonly told: { readonly commit: string; readonly estimate: SpendingEstimate } | undefined
  readonly seconds: number | undefined
  /** Where the figures come from, for people. */
  readonly basis: string
}

export type EstimateRepository = (input: RepositoryInput) => Promise<Estimate>

export interface EstimateDeps {
  readonly jobs: JobStore
  readonly parse: (input: RepositoryInput) => RepositoryRef
  readonly mainModel: string | undefined
}

/** Says what a run would cost before it runs, from what is on record. Without a model: no tokens, no money; the time comes from past runs. */
export function makeEstimateRepository(deps: EstimateDeps): EstimateRepository {
  return async (input) => {
    const ref = deps.parse(input)
    const same = await deps.jobs.pastRuns(ref.url, 5)
    const considered = same.length > 0 ? same : await deps.jobs.pastRuns(undefined, 5)
    const price = await priceOf(ref, deps)
    if (considered.length === 0) {
      return { url: ref.url, ...price, seconds: undefined, basis: `${price.basis} No past run to tell the time from.` }
    }
    const seconds = Math.max(1, Math.round(median(considered.map((run) => run.totalMs)) / 1000))
    const whose = same.length > 0 ? `${same.length} past run${same.length === 1 ? '' : 's'} of this repository` : `${considered.length} recent runs of other repositories`
    return { url: ref.url, ...price, seconds, basis: `${price.basis} Time: median of ${whose}.` }
  }
}

type Price = Pick<Estimate, 'tokens' | 'cost' | 'told' | 'basis'>

async function priceOf({ url, revision }: RepositoryRef, { jobs, mainModel }: EstimateDeps): Promise<Price> {
  if (mainModel === undefined) {
    return { tokens: { input: 0, output: 0 }, cost: { amount: 0, currency: 'USD' }, told: undefined, basis: 'No model is configured, so the run is free.' }
  }
  const commit = revision.kind === 'commit' ? revision.id : undefined
  const job = await jobWithEstimate(jobs, { url, model: mainModel, commit })
  if (job?.commitId === undefined) {
    const basis = `The code has to be read first: submit it with options.prose = false. That is free, and its job tells what explaining it with ${mainModel} costs (figures.estimate).`
    return { tokens: undefined, cost: undefined, told: undefined, basis }
  }
  const { estimate } = job.figures
  const told = { commit: job.commitId, estimate }
  if (isPaidWhole(job)) {
    const basis = `Commit ${job.commitId.slice(0, 10)} is explained and paid for: its wiki is free. A newer commit pays again only for pages whose facts changed, at most about what this one was expected to cost.`
    return { tokens: { input: 0, output: 0 }, cost: { amount: 0, currency: 'USD' }, told, basis }
  }
  const tokens = { input: estimate.inputTokens, output: estimate.outputTokens }
  const cost = estimate.costUsd === undefined ? undefined : { amount: estimate.costUsd, currency: 'USD' as const }
  const begun = job.figures.spent.calls === 0 ? '' : ' Some of it is paid for already.'
  return { tokens, cost, told, basis: `For commit ${job.commitId.slice(0, 10)}: ${estimate.basis}${begun}` }
}

const isPaidWhole = (job: JobStatus): boolean => job.status === 'completed' && job.options.prose !== false && job.gaps.length === 0

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
