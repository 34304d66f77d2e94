import type { PageDraft, PageProgress, PageUpgrade, TextMark, UpgradeProgress, UpgradeText, WikiUpgrade } from '../../wiki-upgrades.js'

/** How both databases keep a page of an upgrade: JSON text, the content apart from what is told of it. */
export interface PageRow {
  readonly slug: string
  readonly at: number
  readonly about: string
}

/** `about`, `content` and `searched` of a page. */
export function pageColumns(page: PageUpgrade): readonly [about: string, content: string | null, searched: string | null] {
  switch (page.state) {
    case 'under-way':
    case 'plain':
      return [JSON.stringify({ state: page.state }), null, null]
    case 'unexplained':
      return [JSON.stringify({ state: page.state, reason: page.reason }), null, null]
    case 'explained':
      return [JSON.stringify({ state: page.state, model: page.model }), JSON.stringify(page.draft), JSON.stringify({ title: page.draft.title, sections: page.sections })]
  }
}

/** Columns are written by these adapters only, so their JSON is trusted to have the shape that went in. */
export function toProgress(upgrade: string, rows: readonly PageRow[]): UpgradeProgress {
  const pages = rows.map(({ slug, at, about }): [string, PageProgress] => [slug, { ...(JSON.parse(about) as PageProgress), at: new Date(at) }])
  return { upgrade: JSON.parse(upgrade) as WikiUpgrade, pages: new Map(pages) }
}

export const toDraft = (content: string): PageDraft => JSON.parse(content) as PageDraft

/** Pages that are asked for at once. */
export const textsAtOnce = 100

/** A page that changed; of an upgrade without changes there is one row that names no page. */
export interface TextRow {
  readonly upgrade: string
  readonly slug: string | null
  readonly revision: number | null
  readonly searched: string | null
}

/** Undefined: nobody upgrades the wiki. */
export function toText(rows: readonly TextRow[], before: TextMark | undefined): UpgradeText | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const pages = rows.flatMap(({ slug, searched }) => (slug === null ? [] : [{ slug, searched: searched === null ? undefined : (JSON.parse(searched) as UpgradeText['pages'][number]['searched']) }]))
  const { upgrade } = first
  const revision = rows.at(-1)?.revision ?? (before?.upgrade === upgrade ? before.revision : 0)
  return { mark: { upgrade, revision }, pages, isMore: pages.length === textsAtOnce }
}
