import { setImmediate } from 'node:timers/promises'
import type { ExplainedPage, PageExplainer, PageRun } from '../documentation/documentation-generator.js'
import type { ProseRecord } from '../documentation/prose-record.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { PlannedPage, WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { PageRenderer } from '../rendering/page-renderer.js'
import { runInOrder, type OrderedWork } from './run-in-order.js'
import { orStandIn, render, type WrittenPage } from './write-pages.js'

interface ExplainPagesInput {
  readonly plan: WikiPlan
  /** As the code alone gives them. */
  readonly written: readonly WrittenPage[]
  readonly explainer: PageExplainer
  readonly readSources: PageRun['readSources']
  /** By slug, of the wiki before. */
  readonly former: ReadonlyMap<string, ProseRecord>
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
 * page. One page that fails never fails the job. What would fail every page is thrown, after the pages under way are finished and kept:
 * their calls may be paid for.
 */
export async function explainPages({ plan, written, explainer, readSources, former }: ExplainPagesInput, deps: Deps, run: JobRun): Promise<ExplainedPages> {
  const pages = new Map(written.map((one) => [one.page.slug, one]))
  const summaries = new Map<string, string>()
  const pieces = plan.pages.flatMap((planned): (OrderedWork & { readonly planned: PlannedPage; readonly needs: readonly string[] })[] => {
    const needs = pages.get(planned.slug)?.gap === undefined ? explainer.needs(plan, planned) : undefined
    return needs === undefined ? [] : [{ id: planned.slug, after: needs, planned, needs }]
  })
  let [finished, usage] = [0, noUsage]
  await runInOrder(pieces, deps.atOnce, async ({ planned, needs }) => {
    // Nothing waits when every answer is known: a cancel has to be heard.
    await setImmediate()
    const known = new Map(needs.flatMap((slug): [string, string][] => (summaries.has(slug) ? [[slug, summaries.get(slug) ?? '']] : [])))
    const onUsage = (spent: ModelUsage) => void (usage = addUsage(usage, spent))
    const explained = await orStandIn(planned, deps, run, async () => {
      const { page, summary } = await explainOnce(planned, { plan, explainer, readSources, summaries: known, former: former.get(planned.slug), onUsage }, run)
      if (summary !== undefined) summaries.set(planned.slug, summary)
      return render(page, deps, run)
    })
    pages.set(planned.slug, explained)
    finished += 1
    await run.step(finished, pieces.length, `Explained page ${finished} of ${pieces.length}: ${planned.title}`)
  })
  return { pages: written.map((one) => pages.get(one.page.slug) ?? one), usage }
}

interface Explaining extends Pick<PageRun, 'readSources' | 'summaries' | 'former' | 'onUsage'> {
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
