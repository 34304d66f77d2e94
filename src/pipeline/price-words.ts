import { dollars } from '../documentation/model-price.js'
import type { SpendingCap, SpendingEstimate, Spending } from '../jobs/job-status.js'

const rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const exact = new Intl.NumberFormat('en')

/** `about $0.42 (0.31–0.58), 180,000 tokens`; without a price `about 180,000 tokens (140,000–250,000)`. */
export function priceWords({ inputTokens, outputTokens, rangeTokens, costUsd, rangeUsd }: SpendingEstimate): string {
  const tokens = `${rounded.format(inputTokens + outputTokens)} tokens`
  if (costUsd === undefined || rangeUsd === undefined) return `about ${tokens} (${rangeTokens.map((count) => rounded.format(count)).join('–')})`
  return `about ${dollars(costUsd)} (${rangeUsd.map((usd) => dollars(usd).slice(1)).join('–')}), ${tokens}`
}

/** `$0.39, 171,204 tokens in 43 calls` */
export function spentWords({ calls, inputTokens, outputTokens, costUsd }: Spending): string {
  const cost = costUsd === undefined ? '' : `${dollars(costUsd)}, `
  return `${cost}${exact.format(inputTokens + outputTokens)} tokens in ${exact.format(calls)} call${calls === 1 ? '' : 's'}`
}

/** `at most $1.00 and 500,000 tokens`; undefined: no limit. */
export function capWords(cap: SpendingCap | undefined): string | undefined {
  const parts = [...(cap?.costUsd === undefined ? [] : [dollars(cap.costUsd)]), ...(cap?.tokens === undefined ? [] : [`${exact.format(cap.tokens)} tokens`])]
  return parts.length === 0 ? undefined : `at most ${parts.join(' and ')}`
}
