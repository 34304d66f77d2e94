import type { PageDraft, PageProgress, PageUpgrade, UpgradeProgress, WikiUpgrade } from '../../wiki-upgrades.js'

/** How both databases keep a page of an upgrade: JSON text, the content apart from what is told of it. */
export interface PageRow {
  readonly slug: string
  readonly at: number
  readonly about: string
}

/** `about` and `content` of a page. */
export function pageColumns(page: PageUpgrade): readonly [about: string, content: string | null] {
  switch (page.state) {
    case 'under-way':
    case 'plain':
      return [JSON.stringify({ state: page.state }), null]
    case 'unexplained':
      return [JSON.stringify({ state: page.state, reason: page.reason }), null]
    case 'explained':
      return [JSON.stringify({ state: page.state, model: page.model }), JSON.stringify(page.draft)]
  }
}

/** Columns are written by these adapters only, so their JSON is trusted to have the shape that went in. */
export function toProgress(upgrade: string, rows: readonly PageRow[]): UpgradeProgress {
  const pages = rows.map(({ slug, at, about }): [string, PageProgress] => [slug, { ...(JSON.parse(about) as PageProgress), at: new Date(at) }])
  return { upgrade: JSON.parse(upgrade) as WikiUpgrade, pages: new Map(pages) }
}

export const toDraft = (content: string): PageDraft => JSON.parse(content) as PageDraft
