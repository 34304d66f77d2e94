import { AppError } from '../../../platform/app-error.js'
import { modelErrors, type ModelUsage, type TextAnswer, type TextModel, type TextRequest } from '../../text-model.js'
import { guardedFetch } from './guarded-fetch.js'
import { Unreachable } from './unreachable.js'
import { withRetries, type RetrySettings } from './with-retries.js'

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
}

export interface AiSdkSettings {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string
  readonly apiKey: string | undefined
  readonly price: ModelPrice | undefined
  /** For one try. */
  readonly timeoutMs: number
  readonly retry?: RetrySettings
}

const defaultRetry: RetrySettings = { retries: 2, baseDelayMs: 1_000, maxDelayMs: 20_000 }
const maxAnswerBytes = 512 * 1024
/** When an endpoint that could not be reached does not say when to come back. */
const comeBackSeconds = 15

/** Any endpoint that speaks OpenAI's chat completions. The SDK is loaded with the first call, so that a start without a model pays nothing. */
export function aiSdkTextModel(settings: AiSdkSettings): TextModel {
  let loading: ReturnType<typeof load> | undefined
  return {
    complete: async (request, signal) => {
      signal.throwIfAborted()
      loading ??= load(settings)
      const generate = await loading
      try {
        return await withRetries(() => tryOnce(request, { generate, settings, signal }), settings.retry ?? defaultRetry, signal)
      } catch (error) {
        signal.throwIfAborted()
        throw error instanceof Unreachable ? modelErrors.unavailable(error.why, error.askedSeconds ?? comeBackSeconds, error) : error
      }
    },
  }
}

async function load({ baseUrl, apiKey }: AiSdkSettings) {
  const [{ generateText }, { createOpenAICompatible }] = await Promise.all([import('ai'), import('@ai-sdk/openai-compatible')])
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })
  const provider = createOpenAICompatible({
    name: 'endpoint',
    baseURL: baseUrl,
    ...(apiKey === undefined ? {} : { apiKey }),
    fetch: guardedFetch(maxAnswerBytes),
  })
  return ({ model, system, prompt, maxOutputTokens, temperature }: TextRequest, abortSignal: AbortSignal) =>
    generateText({ model: provider.chatModel(model), system, prompt, maxOutputTokens, temperature, maxRetries: 0, abortSignal })
}

interface Try {
  readonly generate: Awaited<ReturnType<typeof load>>
  readonly settings: AiSdkSettings
  readonly signal: AbortSignal
}

async function tryOnce(request: TextRequest, { generate, settings, signal }: Try): Promise<TextAnswer> {
  const timeout = AbortSignal.timeout(settings.timeoutMs)
  try {
    const { text, finishReason, usage } = await generate(request, AbortSignal.any([signal, timeout]))
    if (text.trim() === '') throw modelErrors.unusable('it is empty')
    return { text, calls: [], isCut: finishReason === 'length', usage: usageOf(usage, settings.price) }
  } catch (error) {
    signal.throwIfAborted()
    // Not tried again here: what comes late may have been paid for, and the job can wait without holding a worker.
    if (timeout.aborted) throw modelErrors.unavailable(`no answer within ${settings.timeoutMs / 1000} seconds`, comeBackSeconds, { mayCost: true })
    if (error instanceof AppError || error instanceof Unreachable) throw error
    // The SDK's own errors carry prompts and answers, so they are not passed on.
    throw modelErrors.unusable('it is no chat completion')
  }
}

function usageOf(usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined }, price: ModelPrice | undefined): ModelUsage {
  const { inputTokens, outputTokens } = usage
  const isKnown = price !== undefined && inputTokens !== undefined && outputTokens !== undefined
  const costUsd = isKnown ? (inputTokens * price.input + outputTokens * price.output) / 1_000_000 : undefined
  return { calls: 1, inputTokens: inputTokens ?? 0, cachedInputTokens: 0, outputTokens: outputTokens ?? 0, costUsd }
}
