import { setImmediate } from 'node:timers/promises'
import type { PageExplainer, PageOutlook, PageRun, PlanningOutlook } from '../documentation/documentation-generator.js'
import { callKey, type ModelLedger } from '../documentation/model-ledger.js'
import { nanoUsdOf, toUsd, type PriceOf } from '../documentation/model-price.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { SpendingEstimate } from '../jobs/job-status.js'
import type { Lessons } from './estimate-lessons.js'
import { figure } from './figures.js'

export interface ExplainingToEstimate {
  readonly plan: WikiPlan
  readonly explainer: PageExplainer
  /** Explains the pages; who divides and names the modules is the explainer's to say. */
  readonly model: string
  /** What is asked before the first page. */
  readonly planning: Parameters<PageExplainer['planningOutlook']>[1]
  readonly readSources: PageRun['readSources']
  readonly signal: AbortSignal
}

export interface EstimateExplainingDeps {
  /** What is paid for already. */
  readonly ledger: Pick<ModelLedger, 'find'>
  readonly priceOf: PriceOf
  /** What past runs of a model came to. */
  readonly lessons: (model: string) => Promise<Lessons>
}

/**
 * Characters of a prompt, or of prose, to one token. Prompts hold facts, code and rules: 3.7 (gin, hono), 3.9 (ripgrep), 4.4 (gson, guzzle)
 * with the tokenizer of GPT-4o, and single pages 3.2 to 4.5. What another model's tokenizer makes of them is learnt from its runs.
 */
const charactersPerToken = { input: 3.9, output: 4.2 }

interface Tokens {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What one model will be asked for. */
interface Share {
  readonly model: string
  readonly counted: Tokens
}

type Likely = 'low' | 'usual' | 'high'

/** What explaining every page will cost, and dividing and naming the modules before it, told from the prompts themselves and the ledger: no model is asked. */
export async function estimateExplaining(input: ExplainingToEstimate, deps: EstimateExplainingDeps): Promise<SpendingEstimate> {
  const pages = await outlookOf(input)
  const paid = await paidPages(pages, deps.ledger)
  const open = [...pages].filter(([slug]) => !paid.has(slug)).map(([, { outlook }]) => outlook)
  const planning = await unpaidPlanning(input, deps.ledger)
  const shares: readonly Share[] = [{ model: input.model, counted: tokensOf(open) }, ...(planning.calls.length === 0 ? [] : [{ model: planning.model, counted: tokensOf(planning.calls) }])]
  const lessons = await deps.lessons(input.model)
  const learnt = ({ inputTokens, outputTokens }: Tokens, of: Likely): Tokens => ({ inputTokens: Math.round(inputTokens * lessons.input[of]), outputTokens: Math.round(outputTokens * lessons.output[of]) })
  const at = (of: Likely) => sumOf(shares.map(({ counted }) => learnt(counted, of)))
  const tokens = (of: Likely) => at(of).inputTokens + at(of).outputTokens
  const unpriced = [...new Set(shares.map(({ model }) => model))].filter((model) => deps.priceOf(model) === undefined)
  const cost = (of: Likely) => toUsd(shares.reduce((sum, { model, counted }) => sum + nanoUsdOf(learnt(counted, of), deps.priceOf(model) ?? free), 0))
  return {
    model: input.model,
    pages: pages.size,
    paidPages: paid.size,
    calls: open.reduce((sum, { turns }) => sum + turns, 0) + planning.calls.length,
    ...at('usual'),
    rangeTokens: [tokens('low'), tokens('high')],
    costUsd: unpriced.length > 0 ? undefined : cost('usual'),
    rangeUsd: unpriced.length > 0 ? undefined : [cost('low'), cost('high')],
    counted: sumOf(shares.map(({ counted }) => counted)),
    basis: basisOf({ pages: open.length, paid: paid.size, plannedBy: planning.calls.length === 0 ? undefined : planning.model, lessons, unpriced }),
  }
}

const free = { input: 0, output: 0 }

function tokensOf(parts: readonly { readonly inputCharacters: number; readonly outputCharacters: number }[]): Tokens {
  return {
    inputTokens: Math.round(parts.reduce((sum, { inputCharacters }) => sum + inputCharacters, 0) / charactersPerToken.input),
    outputTokens: Math.round(parts.reduce((sum, { outputCharacters }) => sum + outputCharacters, 0) / charactersPerToken.output),
  }
}

function sumOf(parts: readonly Tokens[]): Tokens {
  return parts.reduce((a, b) => ({ inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens }), { inputTokens: 0, outputTokens: 0 })
}

/** Without the calls that are in the ledger. */
async function unpaidPlanning({ plan, explainer, planning }: ExplainingToEstimate, ledger: Pick<ModelLedger, 'find'>): Promise<PlanningOutlook> {
  const { model, calls } = explainer.planningOutlook(plan, planning)
  const known = await Promise.all(calls.map(({ request }) => ledger.find(callKey(request))))
  return { model, calls: calls.filter((_, at) => known[at] === undefined) }
}

interface Expected {
  readonly outlook: PageOutlook
  readonly needs: readonly string[]
}

/** Of the pages that will be explained, by slug. */
async function outlookOf({ plan, explainer, readSources, signal }: ExplainingToEstimate): Promise<ReadonlyMap<string, Expected>> {
  const expected = new Map<string, Expected>()
  for (const planned of plan.pages) {
    // Nothing waits when sources are at hand: a cancel has to be heard.
    await setImmediate()
    const needs = explainer.needs(plan, planned)
    if (needs === undefined) continue
    const outlook = await explainer.outlook(plan, planned, { readSources, signal })
    if (outlook.turns > 0) expected.set(planned.slug, { outlook, needs })
  }
  return expected
}

/** A page whose first call is in the ledger is paid for; so is one that begins with the answers of others, when all of them are. */
async function paidPages(pages: ReadonlyMap<string, Expected>, ledger: Pick<ModelLedger, 'find'>): Promise<ReadonlySet<string>> {
  const known = new Map<string, boolean>()
  const isPaid = async (slug: string): Promise<boolean> => {
    const page = pages.get(slug)
    const before = known.get(slug)
    if (page === undefined || before !== undefined) return before ?? true
    known.set(slug, false)
    const { firstRequest } = page.outlook
    let paid = true
    if (firstRequest !== undefined) paid = (await ledger.find(callKey(firstRequest))) !== undefined
    else for (const need of page.needs) paid = paid && (await isPaid(need))
    paid &&= firstRequest !== undefined || page.needs.length > 0
    known.set(slug, paid)
    return paid
  }
  const paid = new Set<string>()
  for (const slug of pages.keys()) if (await isPaid(slug)) paid.add(slug)
  return paid
}

interface Basis {
  readonly pages: number
  readonly paid: number
  /** Undefined: no modules have to be divided or named. */
  readonly plannedBy: string | undefined
  readonly lessons: Lessons
  readonly unpriced: readonly string[]
}

function basisOf({ pages, paid, plannedBy, lessons, unpriced }: Basis): string {
  const counted = `Counted from the prompts of ${figure.count(pages, 'page')}`
  const planning = plannedBy === undefined ? '' : ` and of the modules’ division and names by ${plannedBy}`
  const already = paid === 0 ? '' : `; ${figure.count(paid, 'page')} ${paid === 1 ? 'is' : 'are'} paid for already`
  const price = unpriced.length === 0 ? '' : ` What ${unpriced.join(' and ')} costs is not configured, so tokens only.`
  return `${counted}${planning}${already}. ${lessons.words}${price}`
}
