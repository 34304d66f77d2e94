import type { OpenWiki } from '../cache/wiki-library.js'
import type { PageDraft, PageState, PageUpgrade, WikiUpgrade } from '../cache/wiki-upgrades.js'
import type { JobRun } from '../jobs/job-run.js'
import { toAppError } from '../platform/app-error.js'
import type { Logger } from '../platform/logger.js'
import type { UnexplainedReason } from './page-memory.js'
import type { WrittenPage } from './write-pages.js'

/** Told of each page on its way, so that readers see it where it is. */
export interface PageUpgrades {
  /** All that are to be explained, in reading order; with the reason, if one has failed before. */
  begin(pages: readonly { readonly slug: string; readonly reason: UnexplainedReason | undefined }[]): Promise<void>
  underWay(slug: string): Promise<void>
  explained(one: WrittenPage): Promise<void>
  unexplained(slug: string, reason: UnexplainedReason): Promise<void>
}

interface UpgradeInput extends Omit<WikiUpgrade, 'kind' | 'over' | 'pages'> {
  /** What readers have open. Undefined: nothing that these pages would fit into. */
  readonly over: OpenWiki | undefined
  readonly model: string
}

/** Shows readers of the published wiki what becomes of its pages. That this fails never stops a job: the pages come with the wiki that they are for. */
export function upgradePages({ over, target, jobId, model }: UpgradeInput, logger: Logger, run: JobRun): PageUpgrades {
  const waiting = new Set<string>()
  const publish = async (publication: WikiUpgrade | PageUpgrade) => {
    try {
      await run.publish({ publication })
    } catch (thrown) {
      run.signal.throwIfAborted()
      const error = toAppError(thrown)
      if (error.kind === 'cancelled') throw error
      logger.warn({ err: error, job_id: jobId }, 'readers could not be shown how far a page is')
    }
  }
  const page = async (slug: string, state: PageState) => {
    if (over !== undefined && waiting.has(slug)) await publish({ kind: 'page-upgrade', over: over.record.key, slug, ...state })
  }
  return {
    begin: async (pages) => {
      if (over === undefined) return
      const gaps = new Set(over.record.gaps.map(({ slug }) => slug))
      const readable = (await over.upgrade())?.pages
      const left = pages.filter(({ slug, reason }) => over.page(slug)?.origin === 'analysis' && (reason === undefined || !gaps.has(slug)))
      await publish({ kind: 'wiki-upgrade', over: over.record.key, target, jobId, pages: left.map(({ slug }) => slug) })
      for (const { slug } of left) if (readable?.get(slug)?.state !== 'explained') waiting.add(slug)
      for (const { slug, reason } of left) if (reason !== undefined) await page(slug, { state: 'unexplained', reason })
    },
    underWay: (slug) => page(slug, { state: 'under-way' }),
    explained: (one) => page(one.page.slug, one.page.origin === 'model' ? { state: 'explained', model, draft: toDraft(one), sections: one.rendered.sections } : { state: 'plain' }),
    // Of an error, too: its message would not survive as JSON.
    unexplained: (slug, { code, message }) => page(slug, { state: 'unexplained', reason: { code, message } }),
  }
}

function toDraft({ page, rendered }: WrittenPage): PageDraft {
  const { title, html, contents, anchors, undrawnDiagrams } = rendered
  return { title, html, contents, anchors, undrawnDiagrams, markdown: page.markdown, origin: page.origin }
}
