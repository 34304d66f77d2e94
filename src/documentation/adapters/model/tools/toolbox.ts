import type { ModelTool, ToolCall } from '../../../text-model.js'
import { lookUps } from './look-ups.js'
import type { ToolContext } from './tool.js'

export interface Toolbox {
  readonly definitions: readonly ModelTool[]
  /** Never throws for what the model wrote; only when aborted, or when sources cannot be read. */
  call(call: ToolCall): Promise<string>
}

/** Of one result. */
const maxResult = 12_000

export const toolDefinitions: readonly ModelTool[] = Object.entries(lookUps).map(([name, { description, properties }]) => ({
  name,
  description,
  input: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
}))

/** Look-ups in the commit that is documented, and in nothing else. */
export function toolbox(context: ToolContext): Toolbox {
  return {
    definitions: toolDefinitions,
    call: async ({ name, input }) => {
      context.run.signal.throwIfAborted()
      const found = Object.hasOwn(lookUps, name) ? lookUps[name] : undefined
      if (found === undefined) return `There is no tool of that name. There are: ${Object.keys(lookUps).join(', ')}.`
      const parsed = parse(input)
      const result = parsed === undefined ? 'The input is no JSON.' : await found.answer(parsed.value, context)
      return result.length <= maxResult ? result : `${result.slice(0, maxResult)}\n(cut here; ask for less)`
    },
  }
}

function parse(input: string): { readonly value: unknown } | undefined {
  try {
    return { value: input.trim() === '' ? {} : (JSON.parse(input) as unknown) }
  } catch {
    return undefined
  }
}
