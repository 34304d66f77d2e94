import type { LanguageModelV3Usage } from '@ai-sdk/provider'
import type { ModelPrice } from '../../model-price.js'
import { requestLength } from '../../request-length.js'
import type { ModelUsage, TextRequest } from '../../text-model.js'

/** What Anthropic asks for keeping a part of a prompt five minutes, as a factor of its price. */
const keepingFactor = 1.25

/** Fewer than a token holds on average in code (3.2) or English (4.5), so what is reckoned is rather too much. */
const charactersPerToken = 3

export function usageOf(usage: LanguageModelV3Usage, asked: TextRequest, answerLength: number, price: ModelPrice | undefined): ModelUsage {
  const { inputTokens: input, outputTokens: output } = usage
  const isEstimated = input.total === undefined || output.total === undefined || input.total === 0
  const inputTokens = isEstimated ? Math.ceil(requestLength(asked) / charactersPerToken) : (input.total ?? 0)
  const outputTokens = isEstimated ? Math.ceil(answerLength / charactersPerToken) : (output.total ?? 0)
  const cachedInputTokens = isEstimated ? 0 : Math.min(inputTokens, input.cacheRead ?? 0)
  const kept = isEstimated ? 0 : Math.min(inputTokens - cachedInputTokens, input.cacheWrite ?? 0)
  const full = inputTokens - cachedInputTokens + kept * (keepingFactor - 1)
  const costUsd = price === undefined ? undefined : (full * price.input + cachedInputTokens * (price.cachedInput ?? price.input) + outputTokens * price.output) / 1_000_000
  return { calls: 1, inputTokens, cachedInputTokens, outputTokens, costUsd, ...(isEstimated ? { isEstimated } : {}) }
}
