import type { AppError } from '../../../platform/app-error.js'
import { modelErrors } from '../../text-model.js'
import type { Parameter } from './concessions.js'
import { retryAfterSeconds } from './retry-after.js'

/** When an endpoint does not say when to come back. */
export const comeBackSeconds = 15

const busy = new Set([408, 409, 425, 429, 503, 529])
/** Of what is read of an error. */
export const maxErrorBytes = 64 * 1024

export interface FailedAnswer {
  readonly status: number
  readonly headers: Headers
  /** At most `maxErrorBytes`, else nothing of it. */
  readonly body: string
}

/**
 * What a status other than 2xx means. Of the body only the code word gets further (`context_length_exceeded`), which cannot be a key; its
 * message, which can hold anything, decides between kinds and is dropped.
 */
export function refusalOf({ status, headers, body: text }: FailedAnswer): AppError {
  const body = errorBody(text)
  const why = `status ${status}${body.word === undefined ? '' : ` (${body.word})`}`
  if (isOutOfCredit(body)) return modelErrors.refused('unauthorised', why)
  if (status < 500 && (status === 413 || isTooLong(body))) return modelErrors.promptTooLong(why)
  if (status >= 500 || busy.has(status)) {
    const askedSeconds = retryAfterSeconds(headers, body.retryDelay)
    return modelErrors.unavailable(why, askedSeconds ?? comeBackSeconds, { askedSeconds, isBusy: status === 429 || status === 503 || status === 529 })
  }
  if (status === 401 || status === 402 || status === 403) return modelErrors.refused('unauthorised', why)
  if (status === 404 || status < 400) return modelErrors.refused('missing', why)
  return modelErrors.refused('invalid', why, refusedParameter(body))
}

interface ErrorBody {
  readonly word: string | undefined
  readonly parameter: string
  readonly message: string
  /** Google's, as `30s`. */
  readonly retryDelay: string | undefined
}

function errorBody(text: string): ErrorBody {
  const nothing = { word: undefined, parameter: '', message: '', retryDelay: undefined }
  try {
    const body = asRecord(JSON.parse(text))
    const error = asRecord(Array.isArray(body) ? undefined : (body['error'] ?? body))
    const words = [error['code'], error['type'], error['status'], body['code'], body['type']]
    const message = [error['message'], body['message'], body['error']].find((one) => typeof one === 'string') ?? ''
    const details = Array.isArray(error['details']) ? error['details'].map(asRecord) : []
    return {
      word: words.find((word): word is string => typeof word === 'string' && /^(?:[a-z_]{3,40}|[A-Z_]{3,40})$/.test(word)),
      parameter: typeof error['param'] === 'string' ? error['param'] : '',
      message: message.slice(0, 2_000),
      retryDelay: details.map((detail) => detail['retryDelay']).find((delay) => typeof delay === 'string'),
    }
  } catch {
    return nothing
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function isOutOfCredit({ word, message }: ErrorBody): boolean {
  return word === 'insufficient_quota' || /credit balance is too low|exceeded your current quota, please check your plan/i.test(message)
}

/** In the words of OpenAI, Anthropic, Google, Bedrock, vLLM, llama.cpp; the last is OpenAI's for more than a minute's quota in one call. */
const tooLong =
  /prompt is too long|maximum context length|context (?:length|window|size)|input is too long|input length and `max_tokens` exceed|exceeds? the maximum number of tokens|request too large/i

function isTooLong({ word, message }: ErrorBody): boolean {
  return word === 'context_length_exceeded' || word === 'request_too_large' || word === 'exceed_context_size_error' || tooLong.test(message)
}

const parameterSigns: readonly (readonly [Parameter, RegExp])[] = [
  ['max_tokens', /max_completion_tokens/i],
  ['stream_options', /stream_options/i],
  ['schema', /response_?format|response_?schema|response mime type|json_schema|output_(?:format|config)|structured outputs?/i],
  ['temperature', /temperature/i],
]

function refusedParameter({ parameter, message }: ErrorBody): Parameter | undefined {
  return parameterSigns.find(([, sign]) => sign.test(parameter) || sign.test(message))?.[0]
}
