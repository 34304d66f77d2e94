import type { SpendingEstimate } from '../jobs/job-status.js'

/** An estimate as programs read it, over HTTP and from the command line. */
export function estimateFields({ model, pages, paidPages, calls, inputTokens, outputTokens, rangeTokens, costUsd, rangeUsd, basis }: SpendingEstimate) {
  return {
    model,
    pages,
    paid_pages: paidPages,
    calls,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    range_tokens: toRange(rangeTokens),
    cost_usd: costUsd ?? null,
    range_usd: rangeUsd === undefined ? null : toRange(rangeUsd),
    basis,
  }
}

const toRange = ([low, high]: readonly [number, number]) => ({ low, high })
