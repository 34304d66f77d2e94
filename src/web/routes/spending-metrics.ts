import { toUsd } from '../../documentation/model-price.js'
import type { PaidTotals } from '../../documentation/spending-book.js'

/** What all processes have paid for, as they wrote it down; calls under way are not in it. Every server tells the same. */
export function spendingMetrics({ calls, inputTokens, cachedInputTokens, outputTokens, nanoUsd }: PaidTotals): string {
  const metrics: readonly (readonly [name: string, help: string, samples: readonly string[]])[] = [
    ['codewiki_model_calls_total', 'Calls to language models that were paid for', [` ${calls}`]],
    [
      'codewiki_model_tokens_total',
      'Tokens that were paid for; cached: those read that a provider had kept',
      [`{kind="input"} ${inputTokens - cachedInputTokens}`, `{kind="cached"} ${cachedInputTokens}`, `{kind="output"} ${outputTokens}`],
    ],
    ['codewiki_model_cost_usd_total', 'US dollars that language models have cost, where a price is configured', [` ${toUsd(nanoUsd)}`]],
  ]
  return metrics.map(([name, help, samples]) => `# HELP ${name} ${help}\n# TYPE ${name} counter\n${samples.map((sample) => `${name}${sample}\n`).join('')}`).join('')
}
