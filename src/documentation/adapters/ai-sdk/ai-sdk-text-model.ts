import { AppError } from '../../../platform/app-error.js'
import type { PriceOf } from '../../model-price.js'
import { modelErrors, type TextAnswer, type TextModel, type TextRequest } from '../../text-model.js'
import { callOptions } from './call-options.js'
import { Concessions } from './concessions.js'
import { guardedFetch } from './guarded-fetch.js'
import { loadProvider } from './load-provider.js'
import type { ModelEndpoint } from './model-endpoint.js'
import { readAnswer } from './read-answer.js'
import { usageOf } from './usage-of.js'

export interface AiSdkSettings {
  readonly endpoint: ModelEndpoint
  /** By the provider's own names of its models. */
  readonly priceOf: PriceOf
  /** How long it may say nothing. An answer that goes on coming may take as long as it likes. */
  readonly idleTimeoutMs: number
}

/** A stream takes a few hundred bytes for each token. */
const maxAnswerBytes = 32 * 1024 * 1024

/**
 * The models of one provider, asked once for each call, as a stream. Only the provider's part of the AI SDK is used (ADR 010). What an
 * endpoint does not know and can do without (temperature, a schema) is left out from then on.
 */
export function aiSdkTextModel({ endpoint, priceOf, idleTimeoutMs }: AiSdkSettings): TextModel {
  const concessions = new Concessions()
  let loading: ReturnType<typeof loadProvider> | undefined
  return { complete }

  async function complete(request: TextRequest, signal: AbortSignal): Promise<TextAnswer> {
    signal.throwIfAborted()
    loading ??= loadProvider(endpoint, guardedFetch({ maxAnswerBytes, idleTimeoutMs }), concessions)
    const provider = await loading
    try {
      const options = callOptions(request, (parameter) => concessions.has(request.model, parameter))
      const { stream } = await provider(request.model).doStream({ ...options, abortSignal: signal })
      const { text, calls, isCut, usage } = await readAnswer(stream)
      if (text.trim() === '' && calls.length === 0) throw modelErrors.unusable(isCut ? 'it is empty, for it ended before its first word' : 'it is empty')
      const answerLength = text.length + calls.reduce((sum, { name, input }) => sum + name.length + input.length, 0)
      return { text, calls, isCut, usage: usageOf(usage, request, answerLength, priceOf(request.model)) }
    } catch (thrown) {
      signal.throwIfAborted()
      const error = ownError(thrown)
      if (error?.code === 'documentation/model-refused' && concessions.make(request.model, error.details['parameter'])) return complete(request, signal)
      // The SDK's own errors carry prompts and answers, so they are not passed on.
      throw error ?? modelErrors.unusable('it is no chat completion')
    }
  }
}

/** The SDK wraps what its `fetch` throws. */
function ownError(thrown: unknown): AppError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) if (error instanceof AppError) return error
  return undefined
}
