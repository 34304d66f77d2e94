import { AppError } from '../platform/app-error.js'
import { ModelUnavailable, type Outage } from './model-unavailable.js'

/** All that shapes an answer. Equal requests are one call: see `callKey`. */
export interface TextRequest {
  readonly model: string
  /** The same for many requests, so that a provider can keep it: rules first, then what is told of the repository. */
  readonly system: string
  readonly prompt: string
  /** What came after the prompt, oldest first. */
  readonly turns?: readonly ModelTurn[]
  /** What the model may call instead of answering. Read-only, so a call that is asked again gives the same. */
  readonly tools?: readonly ModelTool[]
  /** JSON Schema of the answer, which is then JSON. Providers hold to it more or less: whoever asks validates. */
  readonly schema?: Readonly<Record<string, unknown>>
  readonly maxOutputTokens: number
  readonly temperature: number
}

export interface ModelTool {
  /** `[a-z_]+` */
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly input: Readonly<Record<string, unknown>>
}

/** What the model wants of a tool. Untrusted: the name may be unknown, the input anything. */
export interface ToolCall {
  readonly name: string
  /** JSON, as far as the model wrote any. */
  readonly input: string
}

/** One answer of the model and what followed it: a result for each call, or without calls what it was told then. */
export interface ModelTurn {
  readonly text: string
  readonly calls: readonly ToolCall[]
  /** In the order of `calls`. */
  readonly results: readonly string[]
  /** The next question, after the results. */
  readonly reply?: string
}

/** What was really bought: all zero for an answer that was paid for before. */
export interface ModelUsage {
  readonly calls: number
  readonly inputTokens: number
  /** Those of `inputTokens` that the provider had kept from an earlier call. */
  readonly cachedInputTokens: number
  readonly outputTokens: number
  /** US dollars; undefined when no price is configured. */
  readonly costUsd: number | undefined
  /** The provider told no figures for some of it: those are reckoned from lengths, at the high end. */
  readonly isEstimated?: boolean
}

export interface TextAnswer {
  /** Never blank unless there are calls; whatever the model wrote, so untrusted. */
  readonly text: string
  /** What it wants to know before it answers. */
  readonly calls: readonly ToolCall[]
  /** It stopped at `maxOutputTokens`: the text ends where it was cut. */
  readonly isCut: boolean
  readonly usage: ModelUsage
}

/**
 * A language model that writes text.
 *
 * @throws AppError `documentation/model-unavailable` (transient: network, time-out, 429, 5xx; says when to come back),
 * `documentation/model-refused` (`unauthorised`: key or credit, `missing`: no such model or path, `invalid`: this very request),
 * `documentation/model-prompt-too-long` (invalid: more than the model takes, so a part of it may do),
 * `documentation/model-answer-unusable` (an answer came, and it is no text); the signal's reason when that fired.
 */
export interface TextModel {
  complete(request: TextRequest, signal: AbortSignal): Promise<TextAnswer>
}

export const noUsage: ModelUsage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 }

/** The cost of a sum is unknown as soon as one part's is. */
export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === undefined || b.costUsd === undefined ? undefined : a.costUsd + b.costUsd,
    ...(a.isEstimated === true || b.isEstimated === true ? { isEstimated: true } : {}),
  }
}

export const modelErrors = {
  unavailable: (why: string, retryAfterSeconds: number, outage: Outage = {}): ModelUnavailable => new ModelUnavailable(why, retryAfterSeconds, outage),
  /** `parameter`: the part of the request that it does not know, if that is why. */
  refused: (kind: 'unauthorised' | 'missing' | 'invalid', why: string, parameter?: string): AppError =>
    new AppError('documentation/model-refused', kind, `The language model refused the call: ${why}.`, {
      advice: refusalAdvice[kind],
      ...(parameter === undefined ? {} : { details: { parameter } }),
    }),
  promptTooLong: (why: string): AppError =>
    new AppError('documentation/model-prompt-too-long', 'invalid', `The prompt is longer than the language model takes: ${why}.`, {
      advice: 'The page is written from the code alone. A model that takes longer prompts may do better: set MAIN_MODEL.',
    }),
  unusable: (why: string): AppError =>
    new AppError('documentation/model-answer-unusable', 'internal', `The language model's answer cannot be used: ${why}.`, {
      advice: 'The page is written from the code alone. Another model may do better: set MAIN_MODEL.',
    }),
}

const refusalAdvice = {
  unauthorised: 'Check LLM_API_KEY (or the key of that provider) and the credit of that account, then retry the job: finished pages and paid calls are kept.',
  missing: 'Check MAIN_MODEL and LLM_BASE_URL with `codewiki doctor`, then retry the job: finished pages and paid calls are kept.',
  invalid: 'The page is written from the code alone. Another model may do better: set MAIN_MODEL.',
} as const
