import type { JobStore } from '../jobs/job-store.js'
import type { RepositoryInput, RepositoryRef } from '../repositories/repository-ref.js'

export interface Estimate {
  readonly url: string
  readonly tokens: { readonly input: number; readonly output: number }
  readonly cost: { readonly amount: number; readonly currency: 'USD' }
  readonly seconds: number | undefined
  /** Where the figures come from, for people. */
  readonly basis: string
}

export type EstimateRepository = (input: RepositoryInput) => Promise<Estimate>

/** Says what a run would cost before it runs. Without a model: no tokens, no money; the time comes from past runs. */
export function makeEstimateRepository(deps: { readonly jobs: JobStore; readonly parse: (input: RepositoryInput) => RepositoryRef }): EstimateRepository {
  return async (input) => {
    const ref = deps.parse(input)
    const runs = await deps.jobs.pastRuns(ref.url, 5)
    const same = runs.filter((run) => run.sameRepository)
    const considered = same.length > 0 ? same : runs
    const free = { url: ref.url, tokens: { input: 0, output: 0 }, cost: { amount: 0, currency: 'USD' as const } }
    if (considered.length === 0) {
      return { ...free, seconds: undefined, basis: 'No model is configured, so the run is free. No past run to tell the time from.' }
    }
    const seconds = Math.max(1, Math.round(median(considered.map((run) => run.totalMs)) / 1000))
    const whose = same.length > 0 ? `${same.length} past run${same.length === 1 ? '' : 's'} of this repository` : `${runs.length} recent runs of other repositories`
    return { ...free, seconds, basis: `No model is configured, so the run is free. Time: median of ${whose}.` }
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
