import type { JSONValue, LanguageModelV3CallOptions, LanguageModelV3Message, SharedV3ProviderOptions } from '@ai-sdk/provider'
import type { ModelTurn, TextRequest, ToolCall } from '../../text-model.js'
import type { Parameter } from './concessions.js'

/** The prompt is the same to the byte for equal requests: ids of tool calls are made from their places. */
export function callOptions(request: TextRequest, isLeftOut: (parameter: Parameter) => boolean): LanguageModelV3CallOptions {
  const { maxOutputTokens, temperature, tools = [], schema } = request
  const isTold = schema !== undefined && isLeftOut('schema')
  return {
    prompt: messages(isTold ? { ...request, prompt: `${request.prompt}\n\n${schemaInWords(schema)}` } : request),
    maxOutputTokens,
    ...(isLeftOut('temperature') ? {} : { temperature }),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, input }) => ({ type: 'function' as const, name, description, inputSchema: input })) }),
    ...(schema === undefined || isTold ? {} : { responseFormat: { type: 'json' as const, name: 'answer', schema } }),
    ...(schema === undefined ? {} : strictness(schema)),
  }
}

function schemaInWords(schema: Readonly<Record<string, unknown>>): string {
  return `Answer with one JSON value and nothing else. It keeps to this JSON Schema:\n${JSON.stringify(schema)}`
}

/** OpenAI's strict mode refuses schemas with optional properties. */
function strictness(schema: Readonly<Record<string, unknown>>): { readonly providerOptions: SharedV3ProviderOptions } {
  const strictJsonSchema = isClosed(schema)
  return { providerOptions: { openai: { strictJsonSchema }, azure: { strictJsonSchema }, endpoint: { strictJsonSchema } } }
}

function isClosed(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isClosed)
  if (typeof schema !== 'object' || schema === null) return true
  const { properties, required, additionalProperties } = schema as Readonly<Record<string, unknown>>
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : undefined
  const isOpen = names !== undefined && (additionalProperties !== false || !Array.isArray(required) || names.some((name) => !required.includes(name)))
  return !isOpen && Object.values(schema).every(isClosed)
}

/** Where a provider that keeps prompts on demand shall keep one up to; others ignore it. */
const keep: SharedV3ProviderOptions = { anthropic: { cacheControl: { type: 'ephemeral' } }, bedrock: { cachePoint: { type: 'default' } } }

function messages({ system, prompt, turns = [], tools = [] }: TextRequest): LanguageModelV3Message[] {
  const all: LanguageModelV3Message[] = [
    { role: 'system', content: system, providerOptions: keep },
    { role: 'user', content: [{ type: 'text', text: prompt }] },
    ...turns.flatMap(turnMessages),
  ]
  // With tools the same messages come again, with one more turn.
  const last = all.at(-1)
  if (tools.length > 0 && last !== undefined) last.providerOptions = keep
  return all
}

function turnMessages({ text, calls, results, reply }: ModelTurn, turn: number): LanguageModelV3Message[] {
  const ids = calls.map((_, at) => callId(turn, at))
  const said = text.trim() === '' ? [] : [{ type: 'text' as const, text }]
  const wanted = calls.map((call, at) => ({ type: 'tool-call' as const, toolCallId: ids[at] ?? '', toolName: call.name, input: inputOf(call) }))
  const told = calls.map(({ name }, at) => ({
    type: 'tool-result' as const,
    toolCallId: ids[at] ?? '',
    toolName: name,
    output: { type: 'text' as const, value: results[at] ?? '' },
  }))
  return [
    ...(said.length + wanted.length === 0 ? [] : [{ role: 'assistant' as const, content: [...said, ...wanted] }]),
    ...(told.length === 0 ? [] : [{ role: 'tool' as const, content: told }]),
    ...(reply === undefined ? [] : [{ role: 'user' as const, content: [{ type: 'text' as const, text: reply }] }]),
  ]
}

/** Nine letters and digits, which is the form that all take (Mistral no other). */
function callId(turn: number, at: number): string {
  return `call${String(turn).padStart(3, '0')}${String(at).padStart(2, '0')}`
}

/** Providers take back objects only. */
function inputOf({ input }: ToolCall): JSONValue {
  try {
    const value = JSON.parse(input) as JSONValue
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // As below.
  }
  return { unreadable: input }
}
