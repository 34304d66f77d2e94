import { AppError } from '../../../platform/app-error.js'
import type { PageRun } from '../../documentation-generator.js'
import { hashOf, type ProseBasis } from '../../prose-record.js'
import type { TextRequest } from '../../text-model.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import type { CitedComponent } from './cited-components.js'
import { isAboutThisAnswer, proseOf, type CheckedProse } from './ask-for-prose.js'
import { proseScope } from './prose-scope.js'
import { converse, followUp, untilLastSentence, type Complete, type FinishedConversation } from './converse.js'
import { gatherMaterial, pagePrompt, partPrompt, type Material } from './material.js'
import { soundSummary, splitAnswer } from './page-answer.js'
import type { Prompts } from './prompts.js'
import type { SourcePiece } from './source-pieces.js'
import { Citables } from './tools/citables.js'
import { toolbox } from './tools/toolbox.js'

export interface WriteDeps {
  readonly prompts: Prompts
  /** The request of a prompt about this plan. */
  readonly request: (plan: WikiPlan, prompt: string) => TextRequest
  readonly complete: Complete
}

export interface WrittenPage {
  readonly prose: CheckedProse | undefined
  readonly summary: string | undefined
  /** Without who wrote it. */
  readonly basis: Omit<ProseBasis, 'writer'>
}

/** Of the source that a prompt usually holds: what is tried next when a model takes no prompt of that length. */
const shares = [1, 0.5, 0.2, 0] as const

/** Undefined when the module has nothing to cite. */
export async function writeModule(plan: WikiPlan, planned: PlannedModule, deps: WriteDeps, run: PageRun): Promise<WrittenPage | undefined> {
  for (const [at, share] of shares.entries()) {
    const material = await gatherMaterial(plan, planned, share, run)
    if (material === undefined) return undefined
    try {
      return await writeFrom(plan, planned, material, deps, run)
    } catch (error) {
      run.signal.throwIfAborted()
      if (!isTooLong(error) || at === shares.length - 1) throw error
    }
  }
  return undefined
}

async function writeFrom(plan: WikiPlan, planned: PlannedModule, material: Material, deps: WriteDeps, run: PageRun): Promise<WrittenPage> {
  const notes = await readParts(plan, planned, material, deps, run)
  if (material.left.length > 0) run.onWarning(`Page ${planned.title}: ${new Set(material.left.map(({ id }) => id)).size} of its definitions were read by their signatures only, for there are too many.`)
  const { finished, citables } = await firstAnswer(plan, planned, material, notes, deps, run)
  if (finished.isCut) run.onWarning(`Page ${planned.title}: the model's answer was too long and ends early.`)
  const checked = await checkAnswer(plan, finished, { cited: [...material.sheet.cited, ...citables.added], notes }, deps, run)
  return { ...checked, basis: basisOf(planned, material, run) }
}

interface Citable {
  readonly cited: readonly CitedComponent[]
  /** What else the model has read. */
  readonly notes: readonly string[]
}

/** Holds a first answer against what it may cite, has it mended, and takes what is sound. Every module of the wiki may be linked. */
export async function checkAnswer(plan: WikiPlan, finished: FinishedConversation, { cited, notes }: Citable, deps: WriteDeps, run: Pick<PageRun, 'readSources'>): Promise<Omit<WrittenPage, 'basis'>> {
  const results = (finished.request.turns ?? []).flatMap((turn) => turn.results)
  const sources = await run.readSources([...new Set(cited.map(({ component }) => component.path))])
  const scope = proseScope(plan, { cited, modules: plan.modulePages.map(({ slug }) => ({ slug })), texts: [finished.request.prompt, ...results, ...notes], sources })
  const first = splitAnswer(finished.text)
  let [conversation, last] = [finished, first]
  const prose = await proseOf(first.prose, () => scope, async (violations) => {
    conversation = await converse(followUp(conversation, repairPrompt(violations, deps.prompts)), { ...deps, tools: undefined })
    last = splitAnswer(conversation.text)
    return last.prose
  })
  return { prose, summary: prose === undefined ? undefined : soundSummary(first.summary === undefined ? last : first, scope, plan) }
}

function basisOf(planned: PlannedModule, { sheet, whole, parts, left }: Material, { summaries }: PageRun): WrittenPage['basis'] {
  const told = planned.module.children.flatMap(({ id }): [string, string][] => (summaries.has(id) ? [[id, hashOf(summaries.get(id) ?? '')]] : []))
  const pieces = [...whole, ...parts.flat(), ...left].map(({ id, text }) => `${id} ${text}`)
  return { own: hashOf(sheet.own), source: hashOf(pieces.join('\n')), neighbours: hashOf(sheet.neighbours), summaries: Object.fromEntries(told) }
}

const maxNamed = 20

function repairPrompt(violations: readonly string[], prompts: Prompts): string {
  return prompts.render('repair', { violations: violations.slice(0, maxNamed).map((violation, at) => `${at + 1}. ${violation}`).join('\n') })
}

interface FirstAnswer {
  readonly finished: FinishedConversation
  readonly citables: Citables
}

async function firstAnswer(plan: WikiPlan, planned: PlannedModule, material: Material, notes: readonly string[], deps: WriteDeps, run: PageRun): Promise<FirstAnswer> {
  const ask = async (withTools: boolean): Promise<FirstAnswer> => {
    const citables = new Citables(material.sheet.cited)
    const tools = withTools ? toolbox({ plan, slug: planned.slug, citables, run }) : undefined
    const prompt = pagePrompt(plan, planned, material, notes, withTools, deps.prompts)
    return { finished: await converse(deps.request(plan, prompt), { ...deps, tools }), citables }
  }
  if (!material.how.withTools) return ask(false)
  try {
    return await ask(true)
  } catch (error) {
    run.signal.throwIfAborted()
    // Not every model knows tools, and some lose themselves in them.
    if (!(error instanceof AppError) || isTooLong(error) || !isAboutThisAnswer(error)) throw error
    return ask(false)
  }
}

const partsAtOnce = 2

/** What sub-writers say of the source that one prompt does not hold, in the order of the parts. */
async function readParts(plan: WikiPlan, planned: PlannedModule, material: Material, deps: WriteDeps, run: PageRun): Promise<readonly string[]> {
  const notes: string[] = []
  for (let at = 0; at < material.parts.length; at += partsAtOnce) {
    notes.push(...(await Promise.all(material.parts.slice(at, at + partsAtOnce).map((part) => readPart(part)))).filter((note) => note !== ''))
  }
  return notes

  async function readPart(part: readonly SourcePiece[]): Promise<string> {
    try {
      const { text } = await converse(deps.request(plan, partPrompt(plan, planned, material, part, deps.prompts)), { ...deps, tools: undefined })
      return boundNotes(splitAnswer(text).prose)
    } catch (error) {
      run.signal.throwIfAborted()
      if (isTooLong(error) && part.length > 1) {
        const middle = Math.ceil(part.length / 2)
        return [await readPart(part.slice(0, middle)), await readPart(part.slice(middle))].join('\n\n')
      }
      if (!(error instanceof AppError) || !(isTooLong(error) || isAboutThisAnswer(error))) throw error
      run.onWarning(`Page ${planned.title}: a part of its source was not read: ${error.message}`)
      return ''
    }
  }
}

const maxNotes = 6_000

function boundNotes(text: string): string {
  return text.length <= maxNotes ? text.trim() : untilLastSentence(text.slice(0, maxNotes))
}

export function isTooLong(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'documentation/model-prompt-too-long'
}
