import type { WikiPage } from '../documentation/wiki.js'
import type { RenderedPage } from '../rendering/rendered-page.js'
import type { CacheKey } from './cache-key.js'

/** A published wiki whose pages a model explains one by one, while readers have it open. */
export interface WikiUpgrade {
  readonly kind: 'wiki-upgrade'
  /** Key of the wiki that readers have open. */
  readonly over: CacheKey
  /** Key of the wiki that takes its place when all pages are through. */
  readonly target: CacheKey
  readonly jobId: string
  /** Slugs of the pages that are to be explained, in reading order. */
  readonly pages: readonly string[]
}

/** How far one page of an upgrade is. One that nothing is known of waits. */
export type PageUpgrade = PageState & { readonly kind: 'page-upgrade'; readonly over: CacheKey; readonly slug: string }

export type PageState =
  | { readonly state: 'under-way' }
  /** There is nothing to explain: it stays as it is. */
  | { readonly state: 'plain' }
  /** It could not be explained, and stays as the code alone gives it. */
  | { readonly state: 'unexplained'; readonly reason: UpgradeReason }
  | { readonly state: 'explained'; readonly model: string; readonly draft: PageDraft; readonly sections: RenderedPage['sections'] }

export interface UpgradeReason {
  /** Stable, `documentation/…`. */
  readonly code: string
  readonly message: string
}

/** An explained page as readers see it before its wiki is published. Verified like every published page. */
export type PageDraft = Pick<WikiPage, 'markdown' | 'origin'> & Omit<RenderedPage, 'slug' | 'sections'>

/** Up to where the text of an upgrade was read. Another upgrade of the same wiki begins anew. */
export interface TextMark {
  readonly upgrade: string
  readonly revision: number
}

/** What search has to know of pages that changed. */
export interface UpgradeText {
  readonly mark: TextMark
  /** In the order of their changes. `searched` is undefined for a page that has no explanation (any more). */
  readonly pages: readonly { readonly slug: string; readonly searched: Pick<RenderedPage, 'title' | 'sections'> | undefined }[]
  /** There is more than came at once. */
  readonly isMore: boolean
}

/** What is known of a page without its text. */
export type PageProgress = { readonly at: Date } & (
  | { readonly state: 'under-way' | 'plain' }
  | { readonly state: 'unexplained'; readonly reason: UpgradeReason }
  | { readonly state: 'explained'; readonly model: string }
)

export interface UpgradeProgress {
  readonly upgrade: WikiUpgrade
  /** By slug. */
  readonly pages: ReadonlyMap<string, PageProgress>
}

/**
 * Upgrades of published wikis. They are written like wikis, by the adapter's own means (`record`, `recordWith`), inside the transaction that
 * is fenced by the job's attempt.
 *
 * What is explained was paid for, so it stays readable when its job fails or is cancelled: until a wiki is published in place of the one
 * that it lies over, or of the one that it was meant for, or until that wiki is removed or expires. Beginning again keeps what is explained.
 */
export interface WikiUpgrades {
  /** Undefined: nobody upgrades this wiki. */
  progressOf(over: CacheKey): Promise<UpgradeProgress | undefined>
  /** Undefined: the page is not explained yet. */
  draft(over: CacheKey, slug: string): Promise<PageDraft | undefined>
  /** Of the pages that changed since the mark, a bounded number at once. Undefined: nobody upgrades this wiki. Costs the changes, not the pages. */
  textSince(over: CacheKey, mark: TextMark | undefined): Promise<UpgradeText | undefined>
}

/** Whether a publication is about a wiki's pages, rather than a wiki. */
export function isUpgrade(publication: unknown): publication is WikiUpgrade | PageUpgrade {
  const kind = (publication as { readonly kind?: unknown } | undefined)?.kind
  return kind === 'wiki-upgrade' || kind === 'page-upgrade'
}
