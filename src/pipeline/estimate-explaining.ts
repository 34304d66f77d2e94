import { setImmediate } from 'node:timers/promises'
import type { PageExplainer, PageOutlook, PageRun } from '../documentation/documentation-generator.js'
import { callKey, type ModelLedger } from '../documentation/model-ledger.js'
import { nanoUsdOf, toUsd, type PriceOf } from '../documentation/model-price.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { SpendingEstimate } from '../jobs/job-status.js'
import type { Lessons } from './estimate-lessons.js'
import { figure } from './figures.js'

export interface ExplainingToEstimate {
  readonly plan: WikiPlan
  readonly explainer: PageExplainer
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

/**
 * What the explaining of every page will cost, and the planning before it, told from the prompts themselves and the ledger: no model is
 * asked. A planner's model of its own is reckoned at the main model's price: its share is small.
 */
export async function estimateExplaining(input: ExplainingToEstimate, deps: EstimateExplainingDeps): Promise<SpendingEstimate> {
  const pages = await outlookOf(input)
  const paid = await paidPages(pages, deps.ledger)
  const open = [...(await openPlanning(input, deps.ledger)), ...[...pages].filter(([slug]) => !paid.has(slug)).map(([, { outlook }]) => outlook)]
  const sum = (count: (outlook: PageOutlook) => number) => open.reduce((total, outlook) => total + count(outlook), 0)
  const counted = {
    inputTokens: Math.round(sum(({ inputCharacters }) => inputCharacters) / charactersPerToken.input),
    outputTokens: Math.round(sum(({ outputCharacters }) => outputCharacters) / charactersPerToken.output),
  }
  const lessons = await deps.lessons(input.model)
  const at = (of: 'low' | 'usual' | 'high') => ({
    inputTokens: Math.round(counted.inputTokens * lessons.input[of]),
    outputTokens: Math.round(counted.outputTokens * lessons.output[of]),
  })
  const price = deps.priceOf(input.model)
  const cost = (of: 'low' | 'usual' | 'high') => (price === undefined ? 0 : toUsd(nanoUsdOf(at(of), price)))
  const tokens = (of: 'low' | 'high') => at(of).inputTokens + at(of).outputTokens
  return {
    model: input.model,
    pages: pages.size,
    paidPages: paid.size,
    calls: sum(({ turns }) => turns),
    ...at('usual'),
    rangeTokens: [tokens('low'), tokens('high')],
    costUsd: price === undefined ? undefined : cost('usual'),
    rangeUsd: price === undefined ? undefined : [cost('low'), cost('high')],
    counted,
    basis: basisOf({ pages: pages.size - paid.size, paid: paid.size, lessons, priced: price !== undefined }),
  }
}

/** Calls of the planner that are not paid for yet. */
async function openPlanning({ plan, explainer, planning }: ExplainingToEstimate, ledger: Pick<ModelLedger, 'find'>): Promise<readonly PageOutlook[]> {
  const open: PageOutlook[] = []
  for (const outlook of explainer.planningOutlook(plan, planning)) {
    const isPaid = outlook.firstRequest !== undefined && (await ledger.find(callKey(outlook.firstRequest))) !== undefined
    if (!isPaid) open.push(outlook)
  }
  return open
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

function basisOf({ pages, paid, lessons, priced }: { readonly pages: number; readonly paid: number; readonly lessons: Lessons; readonly priced: boolean }): string {
  const counted = `Counted from the prompts of ${figure.count(pages, 'page')}`
  const already = paid === 0 ? '' : `; ${figure.count(paid, 'page')} ${paid === 1 ? 'is' : 'are'} paid for already`
  const price = priced ? '' : ' No price is configured, so tokens only.'
  return `${counted}${already}. ${lessons.words}${price}`
}
