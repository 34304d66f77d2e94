import type { JobStore } from '../jobs/job-store.js'
import type { RepositoryInput, RepositoryRef } from '../repositories/repository-ref.js'

export interface Estimate {
  readonly url: string
  /** Undefined with a model: they depend on the code, and on what the ledger of calls holds already. */
  readonly tokens: { readonly input: number; readonly output: number } | undefined
  readonly cost: { readonly amount: number; readonly currency: 'USD' } | undefined
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

/** Says what a run would cost before it runs. Without a model: no tokens, no money; the time comes from past runs. */
export function makeEstimateRepository(deps: EstimateDeps): EstimateRepository {
  return async (input) => {
    const ref = deps.parse(input)
    const same = await deps.jobs.pastRuns(ref.url, 5)
    const considered = same.length > 0 ? same : await deps.jobs.pastRuns(undefined, 5)
    const price = priceOf(deps.mainModel)
    if (considered.length === 0) {
      return { url: ref.url, ...price, seconds: undefined, basis: `${price.basis} No past run to tell the time from.` }
    }
    const seconds = Math.max(1, Math.round(median(considered.map((run) => run.totalMs)) / 1000))
    const whose = same.length > 0 ? `${same.length} past run${same.length === 1 ? '' : 's'} of this repository` : `${considered.length} recent runs of other repositories`
    return { url: ref.url, ...price, seconds, basis: `${price.basis} Time: median of ${whose}.` }
  }
}

function priceOf(mainModel: string | undefined): Pick<Estimate, 'tokens' | 'cost' | 'basis'> {
  if (mainModel === undefined) {
    return { tokens: { input: 0, output: 0 }, cost: { amount: 0, currency: 'USD' }, basis: 'No model is configured, so the run is free.' }
  }
  const basis = `${mainModel} is asked once or twice for each page, and never again for what it has answered; the tokens are known once the code is read.`
  return { tokens: undefined, cost: undefined, basis }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
