import type { PageOutlook, PageRun, PlanningCall } from '../../documentation-generator.js'
import type { TextRequest } from '../../text-model.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { gatherMaterial, pagePrompt, partPrompt } from './material.js'
import type { Prompts } from './prompts.js'
import { toolDefinitions } from './tools/toolbox.js'

export const noOutlook: PageOutlook = { firstRequest: undefined, inputCharacters: 0, outputCharacters: 0, turns: 0 }

/** What is not known before a model has answered, in characters. */
const expected = {
  summary: 450,
  notes: 3_000,
  /** Of a page's answer for each word that it may have at most: models stay below, citations and the summary come on top. */
  answerPerWord: 5,
  /** Look-ups of a page that may make some: turns before the answer, and what each brings. What a model really takes is learnt from its runs. */
  toolTurns: 1,
  results: 5_000,
  calls: 200,
  /** A title and a purpose, as JSON. */
  name: 180,
  /** Mostly two empty lists. */
  division: 200,
} as const

/** Of a call to the planner, which names so many modules; none: it divides them. */
export function planningCall(request: TextRequest, names: number): PlanningCall {
  return { request, inputCharacters: lengthOf(request), outputCharacters: names === 0 ? expected.division : names * expected.name }
}

export async function moduleOutlook(
  plan: WikiPlan,
  planned: PlannedModule,
  prompts: Prompts,
  request: (prompt: string) => TextRequest,
  run: Pick<PageRun, 'readSources'>,
): Promise<PageOutlook> {
  const children = planned.module.children.map(({ id }) => id)
  const summaries = new Map(children.map((id) => [id, 'x'.repeat(expected.summary)]))
  const material = await gatherMaterial(plan, planned, 1, { ...run, summaries })
  if (material === undefined) return noOutlook
  const { withTools, words } = material.how
  const parts = material.parts.map((part) => request(partPrompt(plan, planned, material, part, prompts)))
  const page = request(pagePrompt(plan, planned, material, parts.map(() => 'x'.repeat(expected.notes)), withTools, prompts))
  const [firstPart] = parts
  const first = withTools ? { ...page, tools: toolDefinitions } : page
  const toolTurns = withTools ? expected.toolTurns : 0
  const lookedUp = (toolTurns * (toolTurns + 1) * (expected.results + expected.calls)) / 2
  return {
    firstRequest: firstPart ?? (children.length > 0 ? undefined : first),
    inputCharacters: parts.reduce((sum, part) => sum + lengthOf(part), 0) + lengthOf(first) * (toolTurns + 1) + lookedUp,
    outputCharacters: parts.length * expected.notes + toolTurns * expected.calls + words * expected.answerPerWord + expected.summary,
    turns: parts.length + toolTurns + 1,
  }
}

function lengthOf({ system, prompt, tools = [], schema }: TextRequest): number {
  return system.length + prompt.length + (tools.length === 0 ? 0 : JSON.stringify(tools).length) + (schema === undefined ? 0 : JSON.stringify(schema).length)
}
