import type { LanguageModelV3FinishReason, LanguageModelV3StreamPart, LanguageModelV3Usage } from '@ai-sdk/provider'
import { modelErrors, type ToolCall } from '../../text-model.js'
import { comeBackSeconds } from './refusal-of.js'

export interface StreamedAnswer {
  readonly text: string
  readonly calls: readonly ToolCall[]
  readonly isCut: boolean
  readonly usage: LanguageModelV3Usage
}

/** Far more than any page; a model that repeats itself ends here. */
const maxTextLength = 512 * 1024

/** @throws AppError as a text model does, and whatever the stream fails with */
export async function readAnswer(stream: ReadableStream<LanguageModelV3StreamPart>): Promise<StreamedAnswer> {
  const calls: ToolCall[] = []
  let text = ''
  let hasBegun = false
  let finish: { readonly finishReason: LanguageModelV3FinishReason; readonly usage: LanguageModelV3Usage } | undefined
  let failure: unknown
  for await (const part of partsOf(stream)) {
    if (part.type === 'text-delta') text += part.delta
    if (part.type === 'tool-call') calls.push({ name: part.toolName, input: part.input })
    if (part.type === 'error') failure ??= part.error
    if (part.type === 'finish') finish = part
    hasBegun ||= part.type.endsWith('-delta') || part.type === 'tool-call' || part.type === 'response-metadata'
    // Leaving the loop cancels the stream.
    if (text.length > maxTextLength) throw modelErrors.unusable(`it is longer than ${maxTextLength / 1024} KiB`)
  }
  if (failure !== undefined && !isMissingEnd(failure)) throw failedAmid(failure)
  // A stream that ends without a reason was cut off on its way.
  if (finish === undefined || finish.finishReason.raw === undefined) throw hasBegun ? brokenOff() : noAnswer()
  return { text, calls, ...endOf(finish.finishReason), usage: finish.usage }
}

async function* partsOf(stream: ReadableStream<LanguageModelV3StreamPart>): AsyncGenerator<LanguageModelV3StreamPart> {
  const reader = stream.getReader()
  try {
    for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) yield value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function endOf({ unified, raw }: LanguageModelV3FinishReason): { readonly isCut: boolean } {
  if (unified === 'content-filter') throw modelErrors.refused('invalid', `it would not answer (${/^\w{1,40}$/.test(raw ?? '') ? raw : 'content-filter'})`)
  return { isCut: unified === 'length' }
}

function isMissingEnd(failure: unknown): boolean {
  return failure instanceof Error && failure.message.includes('without a finish reason')
}

/** Errors of the SDK mean that it could not read the answer; what else comes is the provider's own, told amid its stream. */
function failedAmid(failure: unknown): Error {
  if (failure instanceof Error) return noAnswer()
  const { type, code, status } = (typeof failure === 'object' && failure !== null ? failure : {}) as Readonly<Record<string, unknown>>
  const word = [type, code, status].find((one) => typeof one === 'string' && /^[a-zA-Z_]{3,40}$/.test(one))
  return brokenOff(typeof word === 'string' ? ` (${word})` : '', typeof word === 'string' && /overload|rate_limit|exhausted/i.test(word))
}

function brokenOff(what = '', isBusy = false) {
  return modelErrors.unavailable(`its answer broke off${what}`, comeBackSeconds, { mayCost: true, isBusy })
}

function noAnswer() {
  return modelErrors.unusable('it is no chat completion')
}
