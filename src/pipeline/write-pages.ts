import { setImmediate } from 'node:timers/promises'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { Gap, WikiPage } from '../documentation/wiki.js'
import { gapPage } from '../documentation/gap-page.js'
import type { JobRun } from '../jobs/job-run.js'
import { toAppError, type AppError } from '../platform/app-error.js'
import type { PageRenderer, RenderResult } from '../rendering/page-renderer.js'

export interface WrittenPage {
  readonly page: WikiPage
  readonly rendered: RenderResult
  /** Set when the page stands in for one that could not be written, or has no explanation (`unexplained`). */
  readonly gap: Gap | undefined
}

/** What a page needs that is only rendered: a stand-in, or the page about the wiki. */
export interface RenderDeps {
  readonly renderer: Pick<PageRenderer, 'render'>
}
export type PageRunLog = Pick<JobRun, 'signal' | 'log'>

export interface WritePagesDeps {
  readonly generator: Pick<DocumentationGenerator, 'writePage'>
  readonly renderer: PageRenderer
}

const atOnce = 2
/** Checkpoints at most that tell only how far the pages are, and the time between two of them. */
const [marks, markEveryMs] = [10, 1_000]

/**
 * Writes and renders every planned page from the code alone, in the plan's order. One page that fails becomes a gap and never fails the
 * job; what would fail every page is thrown. A page is not kept, for it is written again sooner than it is stored. `quietly`: these pages
 * were written before, and are written again in other words.
 */
export async function writePages(plan: WikiPlan, deps: WritePagesDeps, run: JobRun, { quietly = false } = {}): Promise<readonly WrittenPage[]> {
  const planned = plan.pages
  const written: WrittenPage[] = new Array<WrittenPage>(planned.length)
  let [next, finished] = [0, 0]
  const failures: unknown[] = []
  const mark = progressMarks(planned.length, run)
  const lane = async () => {
    for (let at = next++; at < planned.length && failures.length === 0; at = next++) {
      const page = planned[at]
      if (page === undefined) return
      // Nothing waits when every page is known: a cancel has to be heard.
      await setImmediate()
      written[at] = await orStandIn(page, deps, run, async () => render(await deps.generator.writePage(plan, page, run.signal), deps, run))
      finished += 1
      await mark(finished)
      if (!quietly) await run.step(finished, planned.length, `Wrote page ${finished} of ${planned.length}: ${page.title}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, () => lane().catch((error: unknown) => failures.push(error))))
  if (failures.length > 0) throw failures[0]
  return written
}

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

export async function render(page: WikiPage, deps: RenderDeps, run: PageRunLog): Promise<WrittenPage> {
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

/** A full disk or a database that is away is no fault of this page, and would be the next one's too. */
export function failsEveryPage({ code, kind }: AppError): boolean {
  if (code.startsWith('platform/') && kind === 'transient') return true
  // What is `invalid` is about one request, not about the key or the model.
  return code === 'jobs/lease-lost' || code === 'documentation/model-unavailable' || (code === 'documentation/model-refused' && kind !== 'invalid')
}

/** The page that says what is missing and why. */
export async function standIn(
  planned: Parameters<typeof gapPage>[0],
  reason: { readonly code: string; readonly message: string },
  deps: RenderDeps,
  run: PageRunLog,
): Promise<WrittenPage> {
  const gap: Gap = { slug: planned.slug, title: planned.title, ...reason }
  await run.log('warning', `Page ${planned.title} could not be published: ${reason.message}`)
  const page = gapPage(planned, gap)
  return { page, rendered: await deps.renderer.render(page, run.signal), gap }
}
