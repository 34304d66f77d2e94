import type { PageOutlook, PageRun } from '../../documentation-generator.js'
import { hashOf } from '../../prose-record.js'
import type { TextRequest } from '../../text-model.js'
import type { WikiPlan } from '../../wiki-plan.js'
import { converse } from './converse.js'
import { noOutlook } from './module-outlook.js'
import type { Prompts } from './prompts.js'
import { taskOf, topicFacts, type AcrossModules, type TopicFacts } from './topic-facts.js'
import { checkAnswer, type WriteDeps, type WrittenPage } from './write-module.js'

const words = 350
/** Of an answer, for each word that it may have. */
const answerPerWord = 6

/** The introduction of a page about the repository as a whole, or about what somebody asked for. Undefined when its facts do not carry one. */
export async function writeTopic(plan: WikiPlan, planned: AcrossModules, deps: WriteDeps, run: PageRun): Promise<WrittenPage | undefined> {
  const facts = topicFacts(plan, planned)
  if (facts === undefined) return undefined
  const finished = await converse(deps.request(plan, topicPrompt(planned, facts, deps.prompts)), { ...deps, tools: undefined })
  if (finished.isCut) run.onWarning(`Page ${planned.title}: the model's answer was too long and ends early.`)
  const checked = await checkAnswer(plan, finished, { cited: facts.cited, notes: [] }, deps, run)
  return { ...checked, basis: { own: hashOf(facts.text), source: hashOf(''), neighbours: hashOf(''), summaries: {} } }
}

export function topicOutlook(plan: WikiPlan, planned: AcrossModules, prompts: Prompts, request: (prompt: string) => TextRequest): PageOutlook {
  const facts = topicFacts(plan, planned)
  if (facts === undefined) return noOutlook
  const firstRequest = request(topicPrompt(planned, facts, prompts))
  return { firstRequest, inputCharacters: firstRequest.system.length + firstRequest.prompt.length, outputCharacters: words * answerPerWord, turns: 1 }
}

function topicPrompt(planned: AcrossModules, { text }: TopicFacts, prompts: Prompts): string {
  return prompts.render('write-topic', { title: planned.title, task: taskOf(planned) ?? '', words: `${words}`, facts: text })
}
