import type { z } from 'zod'
import type { PageRun } from '../../../documentation-generator.js'
import type { WikiPlan } from '../../../wiki-plan.js'
import type { Citables } from './citables.js'

/** What every look-up reads: this commit's code map, its sources, and the pages finished before this one. */
export interface ToolContext {
  readonly plan: WikiPlan
  /** Of the page that is written. */
  readonly slug: string
  readonly citables: Citables
  readonly run: Pick<PageRun, 'readSources' | 'summaries' | 'signal'>
}

/** A read-only look-up. Equal input gives equal output for one commit; nothing outside of it can be reached. */
export interface Tool {
  readonly description: string
  /** For the model; what comes is held against `parse`. */
  readonly properties: Readonly<Record<string, { readonly type: 'string' | 'integer'; readonly description: string }>>
  /** Text for the model, bounded by whoever calls. Bad input is answered, not thrown. */
  answer(input: unknown, context: ToolContext): Promise<string> | string
}

interface ToolOf<Input> extends Omit<Tool, 'answer'> {
  readonly schema: z.ZodType<Input>
  readonly answer: (input: Input, context: ToolContext) => Promise<string> | string
}

/** A tool whose input is checked before it looks. */
export function tool<Input>({ schema, answer, ...rest }: ToolOf<Input>): Tool {
  return {
    ...rest,
    answer: (input, context) => {
      const parsed = schema.safeParse(input)
      if (parsed.success) return answer(parsed.data, context)
      const [issue] = parsed.error.issues
      return `The input cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`.replace(/\s+/g, ' ')
    },
  }
}
