import { setImmediate } from 'node:timers/promises'
import type { DocumentationGenerator, PageRun } from '../documentation/documentation-generator.js'
import type { PlannedPage, WikiPlan } from '../documentation/wiki-plan.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { Gap, WikiPage } from '../documentation/wiki.js'
import { gapPage } from '../documentation/gap-page.js'
import type { JobRun } from '../jobs/job-run.js'
import { toAppError, type AppError } from '../platform/app-error.js'
import type { PageRenderer, RenderResult } from '../rendering/page-renderer.js'

export interface WrittenPage {
  readonly page: WikiPage
  readonly rendered: RenderResult
  /** Set when the page stands in for one that could not be written. */
  readonly gap: Gap | undefined
}

/** What a page needs that is only rendered: a stand-in, or the page about the wiki. */
export interface RenderDeps {
  readonly renderer: Pick<PageRenderer, 'render'>
}
export type PageRunLog = Pick<JobRun, 'signal' | 'log'>

export interface WritePagesDeps {
  readonly generator: DocumentationGenerator
  readonly renderer: PageRenderer
}

export interface WritePagesInput {
  readonly plan: WikiPlan
  readonly readSources: PageRun['readSources']
}

export interface WrittenPages {
  readonly pages: readonly WrittenPage[]
  /** What this attempt has paid for. */
  readonly usage: ModelUsage
}

const atOnce = 2
/** Checkpoints at most that tell only how far the pages are, and the time between two of them. */
const [marks, markEveryMs] = [10, 1_000]

/**
 * Writes and renders every planned page, in the plan's order. One page that fails becomes a gap and never fails the job. What would fail
 * every page is thrown, after the pages under way are finished and kept: their calls may be paid for. A page from the code alone is not
 * kept, for it is written again sooner than it is stored.
 */
export async function writePages(input: WritePagesInput, deps: WritePagesDeps, run: JobRun): Promise<WrittenPages> {
  const planned = input.plan.pages
  const written: WrittenPage[] = new Array<WrittenPage>(planned.length)
  let [next, finished, usage] = [0, 0, noUsage]
  const failures: unknown[] = []
  const mark = mayCost(deps) ? () => undefined : progressMarks(planned.length, run)
  const onUsage = (spent: ModelUsage) => void (usage = addUsage(usage, spent))
  const lane = async () => {
    for (let at = next++; at < planned.length && failures.length === 0; at = next++) {
      const page = planned[at]
      if (page === undefined) return
      // Nothing waits when every page is known: a cancel has to be heard.
      await setImmediate()
      written[at] = await writePage(page, { ...input, onUsage }, deps, run)
      finished += 1
      await mark(finished)
      await run.step(finished, planned.length, `Wrote page ${finished} of ${planned.length}: ${page.title}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, () => lane().catch((error: unknown) => failures.push(error))))
  if (failures.length > 0) throw failures[0]
  return { pages: written, usage }
}

async function writePage(planned: PlannedPage, input: WritePagesInput & Pick<PageRun, 'onUsage'>, deps: WritePagesDeps, run: JobRun): Promise<WrittenPage> {
  const kept = mayCost(deps) ? await run.checkpoints.get(`page:${planned.slug}`) : undefined
  const warnings: string[] = []
  let spent = noUsage
  const onUsage = (usage: ModelUsage) => {
    spent = addUsage(spent, usage)
    input.onUsage(usage)
  }
  const pageRun: PageRun = { signal: run.signal, readSources: input.readSources, onUsage, onWarning: (message) => void warnings.push(message) }
  return orStandIn(planned, deps, run, async () => {
    if (kept !== undefined) return render((JSON.parse(kept) as Pick<WrittenPage, 'page'>).page, deps, run)
    const page = await writeAndTell(() => deps.generator.writePage(input.plan, planned, pageRun), () => tellSpending(spent, run))
    const written = await render(page, deps, run)
    for (const warning of warnings) await run.log('warning', warning)
    if (mayCost(deps)) await run.checkpoints.put(`page:${planned.slug}`, JSON.stringify({ page }))
    return written
  })
}

const mayCost = ({ generator }: WritePagesDeps): boolean => generator.mainModel !== undefined

/** So that an attempt that gets further than the one that crashed before it is known to: a mark that is not there yet is progress. */
function progressMarks(total: number, run: JobRun): (finished: number) => Promise<void> {
  let lastMs = performance.now()
  return async (finished) => {
    const step = `written:${Math.floor((finished * marks) / total)}`
    if (performance.now() - lastMs < markEveryMs || (await run.checkpoints.get(step)) !== undefined) return
    lastMs = performance.now()
    await run.checkpoints.put(step, `${finished}`)
  }
}

async function render(page: WikiPage, deps: RenderDeps, run: PageRunLog): Promise<WrittenPage> {
  return { page, rendered: await deps.renderer.render(page, run.signal), gap: undefined }
}

/** A page that fails becomes a gap, unless what failed is no fault of this page. */
export async function orStandIn(
  planned: Parameters<typeof standIn>[0],
  deps: RenderDeps,
  run: PageRunLog,
  write: () => Promise<WrittenPage>,
): Promise<WrittenPage> {
  try {
    return await write()
  } catch (thrown) {
    run.signal.throwIfAborted()
    const error = toAppError(thrown)
    if (failsEveryPage(error)) throw error
    return standIn(planned, { code: error.code, message: error.message }, deps, run)
  }
}

async function writeAndTell(write: () => Promise<WikiPage>, tell: () => Promise<void>): Promise<WikiPage> {
  try {
    return await write()
  } finally {
    await tell()
  }
}

/** Also of a page that failed; after a stop the ledger still knows what was paid. */
async function tellSpending(spent: ModelUsage, run: JobRun): Promise<void> {
  if (spent.calls > 0 && !run.signal.aborted) await run.spend(spent)
}

/** A full disk or a database that is away is no fault of this page, and would be the next one's too. */
function failsEveryPage({ code, kind }: AppError): boolean {
  if (code.startsWith('platform/') && kind === 'transient') return true
  return code === 'jobs/lease-lost' || code === 'documentation/model-unavailable' || code === 'documentation/model-refused'
}

/** The page that says what is missing and why. */
export async function standIn(
  planned: { readonly slug: string; readonly title: string; readonly parent: string | undefined; readonly kind: WikiPage['kind'] },
  reason: { readonly code: string; readonly message: string },
  deps: RenderDeps,
  run: PageRunLog,
): Promise<WrittenPage> {
  const gap: Gap = { slug: planned.slug, title: planned.title, ...reason }
  await run.log('warning', `Page ${planned.title} could not be published: ${reason.message}`)
  const page = gapPage(planned, gap)
  return { page, rendered: await deps.renderer.render(page, run.signal), gap }
}
