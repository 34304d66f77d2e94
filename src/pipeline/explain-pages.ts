import { setImmediate } from 'node:timers/promises'
import type { ExplainedPage, PageExplainer, PageRun } from '../documentation/documentation-generator.js'
import { isBudgetReached } from '../documentation/budget-reached.js'
import { dollars } from '../documentation/model-price.js'
import { buyingNothing } from '../documentation/payer.js'
import type { ProseRecord } from '../documentation/prose-record.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { PlannedPage, WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { AppError } from '../platform/app-error.js'
import type { PageRenderer } from '../rendering/page-renderer.js'
import type { PageMemories, PageMemory } from './page-memory.js'
import { runInOrder, type OrderedWork } from './run-in-order.js'
import { orUnexplained, unexplained } from './unexplained.js'
import type { PageUpgrades } from './upgrade-pages.js'
import type { VerifyExplained } from './verify-explained.js'
import { render, type WrittenPage } from './write-pages.js'

/** A plan and its pages as the code alone gives them. */
export interface Written {
  readonly plan: WikiPlan
  readonly written: readonly WrittenPage[]
}

/** What is explained in the end, when the planning is through. */
export interface Planned extends Written {
  /** Where its pages are shown, when that is another wiki than before, with other pages. */
  readonly shownBy?: PageUpgrades
}

interface ExplainPagesInput {
  readonly plan: WikiPlan
  /** As the code alone gives them. */
  readonly written: readonly WrittenPage[]
  readonly explainer: PageExplainer
  readonly readSources: PageRun['readSources']
  /** By slug, of the wiki before. */
  readonly former: ReadonlyMap<string, ProseRecord>
  /** The same as a model divides and names its modules; asked for when readers have been told what is to come, for that may take its time. */
  readonly planned: () => Promise<Planned>
}

export interface ExplainedPages {
  readonly pages: readonly WrittenPage[]
  /** What this attempt has paid for. */
  readonly usage: ModelUsage
}

interface Deps {
  readonly renderer: PageRenderer
  readonly memories: PageMemories
  readonly upgrades: PageUpgrades
  readonly verifierOf: (plan: WikiPlan) => VerifyExplained
  /** Pages that wait for the model at the same time. */
  readonly atOnce: number
}

interface Piece extends OrderedWork {
  readonly planned: PlannedPage
  readonly needs: readonly string[]
  readonly memory: PageMemory
}

/**
 * Has the model explain the pages, those that build on others after them. Each is shown to readers as soon as it is through. What was
 * explained is kept: an interrupted job goes on at the page. One page that fails never fails the job: it stays as it is, with the reason.
 * What would fail every page is thrown, after the pages under way are finished and kept: their calls may be paid for. Only when a model
 * that is away would end the job, the pages that are left stay as they are.
 */
export async function explainPages({ plan: unplanned, written: before, explainer, readSources, former, planned: toPlan }: ExplainPagesInput, deps: Deps, run: JobRun): Promise<ExplainedPages> {
  const summaries = new Map<string, string>()
  const announced = await announce({ plan: unplanned, written: before }, explainer, deps, deps.upgrades)
  const { plan, written, shownBy: upgrades = deps.upgrades } = await toPlan()
  const due = upgrades === deps.upgrades ? announced : await announce({ plan, written }, explainer, deps, upgrades)
  const pages = new Map(written.map((one) => [one.page.slug, one]))
  const planned = new Map(plan.pages.map((one) => [one.slug, one]))
  const pieces = due.map((piece) => ({ ...piece, planned: planned.get(piece.id) ?? piece.planned }))
  const verify = deps.verifierOf(plan)
  let [finished, usage] = [0, noUsage]
  const onUsage = (spent: ModelUsage) => void (usage = addUsage(usage, spent))
  const tell = warnings(run)
  let gone: AppError | undefined

  const explain = async ({ planned, needs, memory }: Piece, before: WrittenPage): Promise<WrittenPage> => {
    if (memory.kind === 'unexplained') return unexplained(before, memory.reason)
    const retry = memory.kind === 'to-ask' ? memory.retry : 0
    const summariesOfNeeds = new Map(needs.flatMap((slug): [string, string][] => (summaries.has(slug) ? [[slug, summaries.get(slug) ?? '']] : [])))
    const pageRun = { readSources, summaries: summariesOfNeeds, former: former.get(planned.slug), onUsage, retry }
    const ask = async () => {
      // What is paid for is taken all the same.
      if (gone !== undefined && !isBudgetReached(gone) && memory.kind === 'to-ask') throw gone
      if (memory.kind === 'to-ask') await upgrades.underWay(planned.slug)
      const kept = memory.kind === 'explained' ? await deps.memories.explained(planned.slug) : undefined
      const asked = () => explainOnce(planned, { plan, explainer, memories: deps.memories, pageRun }, run)
      const { page, summary } = kept ?? (await (gone === undefined ? asked() : buyingNothing(gone, asked)))
      const shown = await render(page, deps, run)
      verify(before, shown, pages)
      if (summary !== undefined) summaries.set(planned.slug, summary)
      await upgrades.explained(shown)
      return shown
    }
    return orUnexplained(before, run, ask, async (error) => {
      if (isGone(error) || isBudgetReached(error)) gone ??= error
      await tell(error, planned)
      await deps.memories.fail(planned.slug, error, retry)
      await upgrades.unexplained(planned.slug, error)
    })
  }
  await runInOrder(pieces, deps.atOnce, async (piece) => {
    const before = pages.get(piece.id)
    if (before === undefined) return
    // Nothing waits when every answer is known: a cancel has to be heard.
    await setImmediate()
    pages.set(piece.id, await explain(piece, before))
    finished += 1
    await run.step(finished, pieces.length, `Explained page ${finished} of ${pieces.length}: ${piece.planned.title}${spentWords(usage)}`)
  })
  return { pages: written.map((one) => pages.get(one.page.slug) ?? one), usage }
}

/** Tells readers what is to come. */
async function announce(written: Written, explainer: PageExplainer, { memories }: Pick<Deps, 'memories'>, upgrades: PageUpgrades): Promise<readonly Piece[]> {
  const due = await piecesOf(written, explainer, memories)
  await upgrades.begin(due.map(({ id, memory }) => ({ slug: id, reason: memory.kind === 'unexplained' ? memory.reason : undefined })))
  return due
}

async function piecesOf({ plan, written }: Written, explainer: PageExplainer, memories: PageMemories): Promise<Piece[]> {
  const pages = new Map(written.map((one) => [one.page.slug, one]))
  const pieces: Piece[] = []
  for (const planned of plan.pages) {
    const needs = pages.get(planned.slug)?.gap === undefined ? explainer.needs(plan, planned) : undefined
    if (needs !== undefined) pieces.push({ id: planned.slug, after: needs, planned, needs, memory: await memories.of(planned.slug) })
  }
  return pieces
}

const isGone = ({ code }: AppError): boolean => code === 'documentation/model-unavailable'

/** What is the same for every page is said once. */
function warnings(run: JobRun): (error: AppError, planned: PlannedPage) => Promise<void> {
  const told = new Set<string>()
  return async (error, { title }) => {
    if (!isBudgetReached(error) && !isGone(error)) return run.log('warning', `Page ${title} is not explained: ${error.message}`)
    if (told.has(error.message)) return
    told.add(error.message)
    const rest = isGone(error) ? 'The job has waited long enough: pages that are not explained yet' : 'Pages that are not paid for'
    await run.log('warning', `${error.message} ${rest} stay as the code alone gives them.`)
  }
}

interface Explaining {
  readonly plan: WikiPlan
  readonly explainer: PageExplainer
  readonly memories: PageMemories
  readonly pageRun: Pick<PageRun, 'readSources' | 'summaries' | 'former' | 'onUsage' | 'retry'>
}

/** Asks, and keeps what comes of it. */
async function explainOnce(planned: PlannedPage, { plan, explainer, memories, pageRun }: Explaining, run: JobRun): Promise<ExplainedPage> {
  const warnings: string[] = []
  let spent = noUsage
  const whole: PageRun = {
    ...pageRun,
    signal: run.signal,
    onUsage: (paid) => {
      spent = addUsage(spent, paid)
      pageRun.onUsage(paid)
    },
    onWarning: (message) => void warnings.push(message),
  }
  try {
    const explained = await explainer.explain(plan, planned, whole)
    for (const warning of warnings) await run.log('warning', warning)
    await memories.keep(planned.slug, explained, pageRun.retry)
    return explained
  } finally {
    // Also of a page that failed; after a stop the ledger still knows what was paid.
    if (spent.calls > 0 && !run.signal.aborted) await run.spend(spent)
  }
}

/** For the line of progress: what this attempt has paid for so far. */
function spentWords({ calls, inputTokens, outputTokens, costUsd }: ModelUsage): string {
  if (calls === 0) return ''
  return costUsd === undefined ? ` (${new Intl.NumberFormat('en').format(inputTokens + outputTokens)} tokens so far)` : ` (${dollars(costUsd)} so far)`
}
