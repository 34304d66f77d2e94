import type { ModelLedger } from '../documentation/model-ledger.js'
import { toNanoUsd } from '../documentation/model-price.js'
import type { Caps } from '../documentation/spending-book.js'
import type { JobStore } from '../jobs/job-store.js'
import { knownEstimate } from '../pipeline/estimate-known.js'
import { learnFromPastRuns } from '../pipeline/estimate-lessons.js'
import type { SpendingDeps } from '../pipeline/spending.js'
import { AppError } from '../platform/app-error.js'
import type { WebAppConfig } from './config.js'
import { composePrices, unpricedModels } from './model-prices.js'

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
  const { llmMaxCostPerJob, llmMaxCostPerDay } = config
  const limit = llmMaxCostPerJob !== undefined ? 'LLM_MAX_COST_PER_JOB' : llmMaxCostPerDay !== undefined ? 'LLM_MAX_COST_PER_DAY' : undefined
  if (limit === undefined) return
  const unpriced = unpricedModels(config)
  const [first] = unpriced
  if (first === undefined) return
  throw new AppError('config/missing-value', 'invalid', `${limit} is set, but what ${unpriced.join(' and ')} costs is not.`, {
    advice: `Set LLM_PRICES=${first}=… (US dollars per million tokens, in/out), or LLM_PRICE_INPUT and LLM_PRICE_OUTPUT for all, or limit tokens with ${limit.replace('COST', 'TOKENS')}.`,
    details: { key: 'LLM_PRICES', models: unpriced.join(', ') },
  })
}
