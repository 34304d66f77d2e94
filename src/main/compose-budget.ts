import type { ModelLedger } from '../documentation/model-ledger.js'
import { toNanoUsd, type PriceOf } from '../documentation/model-price.js'
import type { Caps } from '../documentation/spending-book.js'
import type { JobStore } from '../jobs/job-store.js'
import { knownEstimate } from '../pipeline/estimate-known.js'
import { learnFromPastRuns } from '../pipeline/estimate-lessons.js'
import type { SpendingDeps } from '../pipeline/spending.js'
import { AppError } from '../platform/app-error.js'
import type { WebAppConfig } from './config.js'

/** One price for whatever model is asked, the fallback included: it has to be that of the dearest. */
export function composePrices({ llmPriceInput: input, llmPriceOutput: output }: Pick<WebAppConfig, 'llmPriceInput' | 'llmPriceOutput'>): PriceOf {
  return () => (input === undefined || output === undefined ? undefined : { input, output })
}

function jobCapsOf({ llmMaxCostPerJob, llmMaxTokensPerJob }: WebAppConfig): Caps {
  return { tokens: llmMaxTokensPerJob, nanoUsd: llmMaxCostPerJob === undefined ? undefined : toNanoUsd(llmMaxCostPerJob) }
}

export function dayCapsOf({ llmMaxCostPerDay, llmMaxTokensPerDay }: WebAppConfig): Caps {
  return { tokens: llmMaxTokensPerDay, nanoUsd: llmMaxCostPerDay === undefined ? undefined : toNanoUsd(llmMaxCostPerDay) }
}

/** What a job's work has to know about money. */
export function composeSpending({ jobs, ledger }: { readonly jobs: JobStore; readonly ledger: ModelLedger }, config: WebAppConfig): SpendingDeps {
  return {
    ledger,
    priceOf: composePrices(config),
    lessons: (model) => learnFromPastRuns(jobs, model),
    jobCaps: jobCapsOf(config),
    known: (url, commit, model) => knownEstimate(jobs, { url, commit, model }),
  }
}

/**
 * A limit in money that could not be kept is refused at the start, not passed in silence.
 * @throws AppError `config/missing-value`
 */
export function requirePrices(config: WebAppConfig): void {
  const { mainModel, fallbackModel, llmMaxCostPerJob, llmMaxCostPerDay } = config
  if (mainModel === undefined) return
  const limit = llmMaxCostPerJob !== undefined ? 'LLM_MAX_COST_PER_JOB' : llmMaxCostPerDay !== undefined ? 'LLM_MAX_COST_PER_DAY' : undefined
  if (limit === undefined) return
  const priceOf = composePrices(config)
  const unpriced = [mainModel, ...(fallbackModel === undefined ? [] : [fallbackModel])].find((model) => priceOf(model) === undefined)
  if (unpriced === undefined) return
  throw new AppError('config/missing-value', 'invalid', `${limit} is set, but what ${unpriced} costs is not.`, {
    advice: `Set LLM_PRICE_INPUT and LLM_PRICE_OUTPUT (US dollars per million tokens), or limit tokens with ${limit.replace('COST', 'TOKENS')}.`,
    details: { key: 'LLM_PRICE_INPUT' },
  })
}
