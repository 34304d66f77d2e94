import { setImmediate } from 'node:timers/promises'
import type { ExplainedPage, PageExplainer, PageRun } from '../documentation/documentation-generator.js'
import { isBudgetReached } from '../documentation/budget-reached.js'
import { dollars } from '../documentation/model-price.js'
import { buyingNothing } from '../documentation/payer.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { PlannedPage, WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { AppError } from '../platform/app-error.js'
import type { PageRenderer } from '../rendering/page-renderer.js'
import { runInOrder, type OrderedWork } from './run-in-order.js'
import { orUnexplained } from './unexplained.js'
import { render, type WrittenPage } from './write-pages.js'

interface ExplainPagesInput {
  readonly plan: WikiPlan
  /** As the code alone gives them. */
  readonly written: readonly WrittenPage[]
  readonly explainer: PageExplainer
  readonly readSources: PageRun['readSources']
}

export interface ExplainedPages {
  readonly pages: readonly WrittenPage[]
  /** What this attempt has paid for. */
  readonly usage: ModelUsage
}

interface Deps {
  readonly renderer: PageRenderer
  /** Pages that wait for the model at the same time. */
  readonly atOnce: number
}

/**
 * Has the model explain the pages, those that build on others after them. What was explained is kept: an interrupted job goes on at the
 * page. One page that fails never fails the job: it stays as it is, with the reason. What would fail every page is thrown, after the pages under way are finished and kept:
 * their calls may be paid for.
 */
export async function explainPages({ plan, written, explainer, readSources }: ExplainPagesInput, deps: Deps, run: JobRun): Promise<ExplainedPages> {
  const pages = new Map(written.map((one) => [one.page.slug, one]))
  const summaries = new Map<string, string>()
  const pieces = plan.pages.flatMap((planned): (OrderedWork & { readonly planned: PlannedPage; readonly needs: readonly string[] })[] => {
    const needs = pages.get(planned.slug)?.gap === undefined ? explainer.needs(plan, planned) : undefined
    return needs === undefined ? [] : [{ id: planned.slug, after: needs, planned, needs }]
  })
  let [finished, usage] = [0, noUsage]
  let refusal: AppError | undefined
  const tell = async (error: AppError, { title }: PlannedPage) => {
    if (!isBudgetReached(error)) return run.log('warning', `Page ${title} is not explained: ${error.message}`)
    if (refusal !== undefined) return
    refusal = error
    await run.log('warning', `${error.message} Pages that are not paid for yet stay as the code alone gives them.`)
  }
  await runInOrder(pieces, deps.atOnce, async ({ planned, needs }) => {
    const before = pages.get(planned.slug)
    if (before === undefined) return
    // Nothing waits when every answer is known: a cancel has to be heard.
    await setImmediate()
    const known = new Map(needs.flatMap((slug): [string, string][] => (summaries.has(slug) ? [[slug, summaries.get(slug) ?? '']] : [])))
    const onUsage = (spent: ModelUsage) => void (usage = addUsage(usage, spent))
    const explain = async () => {
      const ask = () => explainOnce(planned, { plan, explainer, readSources, summaries: known, onUsage }, run)
      const { page, summary } = await (refusal === undefined ? ask() : buyingNothing(refusal, ask))
      if (summary !== undefined) summaries.set(planned.slug, summary)
      return render(page, deps, run)
    }
    const explained = await orUnexplained(before, run, explain, (error) => tell(error, planned))
    pages.set(planned.slug, explained)
    finished += 1
    await run.step(finished, pieces.length, `Explained page ${finished} of ${pieces.length}: ${planned.title}${spentWords(usage)}`)
  })
  return { pages: written.map((one) => pages.get(one.page.slug) ?? one), usage }
}

interface Explaining extends Pick<PageRun, 'readSources' | 'summaries' | 'onUsage'> {
  readonly plan: WikiPlan
  readonly explainer: PageExplainer
}

/** A checkpoint of its own for each page. */
async function explainOnce(planned: PlannedPage, { plan, explainer, onUsage, ...rest }: Explaining, run: JobRun): Promise<ExplainedPage> {
  const step = `page:${planned.slug}`
  const kept = await run.checkpoints.get(step)
  if (kept !== undefined) return JSON.parse(kept) as ExplainedPage
  const warnings: string[] = []
  let spent = noUsage
  const pageRun: PageRun = {
    ...rest,
    signal: run.signal,
    onUsage: (paid) => {
      spent = addUsage(spent, paid)
      onUsage(paid)
    },
    onWarning: (message) => void warnings.push(message),
  }
  try {
    const explained = await explainer.explain(plan, planned, pageRun)
    for (const warning of warnings) await run.log('warning', warning)
    await run.checkpoints.put(step, JSON.stringify(explained))
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
