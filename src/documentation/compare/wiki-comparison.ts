import type { StatePage } from './wiki-state.js'

/** What changed in a wiki from one commit to another. */
export interface WikiComparison {
  /** Figures of the whole that differ, in the order of importance. */
  readonly figures: readonly { readonly name: string; readonly before: number; readonly after: number }[]
  /** Files of the repository by what happened to them; undefined where a wiki has no code map. */
  readonly files: { readonly added: number; readonly removed: number; readonly changed: number } | undefined
  /** Those that differ, in the order of the later wiki, what is gone last. */
  readonly pages: readonly PageChange[]
  /** Pages that say the same. */
  readonly unchanged: number
}

export interface PageChange {
  readonly change: 'added' | 'removed' | 'renamed' | 'changed'
  readonly slug: string
  readonly title: string
  readonly kind: StatePage['kind']
  /** Of a renamed page. */
  readonly was: { readonly slug: string; readonly title: string } | undefined
  /** The nearest first; empty for pages that came or went. */
  readonly reasons: readonly ChangeReason[]
  readonly sections: readonly SectionChange[]
  readonly components: readonly ComponentChange[]
  readonly hunks: readonly Hunk[]
}

/**
 * `code`: files of the page's own module changed. `cited`: other files that it cites. `relations`: only what it says of others, as figures
 * and who uses it. `generator`: CodeWiki, its model or the options were others, which alone can change a page. `prose`: a model's prose
 * came or went.
 */
export type ChangeReason = 'code' | 'cited' | 'prose' | 'relations' | 'generator'

export interface SectionChange {
  /** As it is read; empty: what stands below the title. */
  readonly heading: string
  readonly anchor: string
  readonly change: 'added' | 'removed' | 'changed'
}

export interface ComponentChange {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly isPublic: boolean
  readonly change: 'added' | 'removed' | 'signature' | 'visibility' | 'doc'
  /** Signatures, where they differ or only one side has one; `public` or `internal`, where that changed. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Lines that lie together, with some around them. */
export interface Hunk {
  /** From 1, in the earlier and the later page; where a side has no lines, the line before. */
  readonly fromLine: number
  readonly toLine: number
  readonly lines: readonly { readonly mark: ' ' | '+' | '-'; readonly text: string }[]
}
