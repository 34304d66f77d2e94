import type { TextRequest } from './text-model.js'

/** Marks between messages, and what a provider adds of its own when there are tools (346 tokens at most by Anthropic's table). */
const [perMessage, perTool, forTools] = [16, 64, 512]

/**
 * More tokens than a request can come to, whatever the model: tokenizers of today work on bytes, so that no text has more tokens than it
 * has bytes of UTF-8. Code has a third to a quarter of that.
 */
export function mostInputTokens({ system, prompt, turns = [], tools = [], schema }: TextRequest): number {
  const parts = [system, prompt, ...turns.flatMap(({ text, calls, results, reply = '' }) => [text, JSON.stringify(calls), ...results, reply])]
  const told = [...tools.map((tool) => JSON.stringify(tool)), ...(schema === undefined ? [] : [JSON.stringify(schema)])]
  const bytes = [...parts, ...told].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return bytes + parts.length * perMessage + told.length * perTool + (tools.length > 0 ? forTools : 0)
}
