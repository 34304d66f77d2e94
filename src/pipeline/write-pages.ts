import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import type { PlannedPage, WikiPlan } from '../documentation/plan-wiki.js'
import type { Gap, WikiPage } from '../documentation/wiki.js'
import { gapPage } from '../documentation/gap-page.js'
import type { JobRun } from '../jobs/job-run.js'
import { toAppError } from '../platform/app-error.js'
import type { PageRenderer, RenderResult } from '../rendering/page-renderer.js'

export interface WrittenPage {
  readonly page: WikiPage
  readonly rendered: RenderResult
  /** Set when the page stands in for one that could not be written. */
  readonly gap: Gap | undefined
}

export interface WritePagesDeps {
  readonly generator: DocumentationGenerator
  readonly renderer: PageRenderer
}

const atOnce = 2

/** Writes and renders every planned page, in the plan's order. One page that fails becomes a gap and never fails the job. */
export async function writePages(plan: WikiPlan, deps: WritePagesDeps, run: JobRun): Promise<WrittenPage[]> {
  const written: WrittenPage[] = new Array<WrittenPage>(plan.pages.length)
  let next = 0
  let finished = 0
  const lane = async () => {
    for (let at = next++; at < plan.pages.length; at = next++) {
      const planned = plan.pages[at]
      if (planned === undefined) return
      written[at] = await writePage(plan, planned, deps, run)
      finished += 1
      await run.step(finished, plan.pages.length, `Wrote page ${finished} of ${plan.pages.length}: ${planned.title}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return written
}

async function writePage(plan: WikiPlan, planned: PlannedPage, deps: WritePagesDeps, run: JobRun): Promise<WrittenPage> {
  const kept = await run.checkpoints.get(`page:${planned.slug}`)
  if (kept !== undefined) return JSON.parse(kept) as WrittenPage
  try {
    const page = await deps.generator.writePage(plan, planned, run.signal)
    const written: WrittenPage = { page, rendered: await deps.renderer.render(page, run.signal), gap: undefined }
    await run.checkpoints.put(`page:${planned.slug}`, JSON.stringify(written))
    return written
  } catch (thrown) {
    run.signal.throwIfAborted()
    const error = toAppError(thrown)
    if (error.code === 'jobs/lease-lost') throw error
    return standIn(planned, { code: error.code, message: error.message }, deps, run)
  }
}

/** The page that says what is missing and why. */
export async function standIn(
  planned: { readonly slug: string; readonly title: string; readonly parent: string | undefined; readonly kind: WikiPage['kind'] },
  reason: { readonly code: string; readonly message: string },
  deps: Pick<WritePagesDeps, 'renderer'>,
  run: JobRun,
): Promise<WrittenPage> {
  const gap: Gap = { slug: planned.slug, title: planned.title, ...reason }
  await run.log('warning', `Page ${planned.title} could not be published: ${reason.message}`)
  const page = gapPage(planned, gap)
  return { page, rendered: await deps.renderer.render(page, run.signal), gap }
}
