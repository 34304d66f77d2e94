import type { Citation, Coverage, WikiPage, WikiTreeNode } from '../wiki.js'

/** A published wiki as far as it is compared. Plain data. */
export interface WikiState {
  readonly commit: string
  /** Equal: the same generator, model and options. */
  readonly fingerprint: string
  readonly pages: readonly StatePage[]
  readonly tree: WikiTreeNode
  readonly coverage: Coverage
  /** Blob ids of all analysed files by path. Empty where the wiki has no code map. */
  readonly files: ReadonlyMap<string, string>
  /** By id, those of tests within the product left out. */
  readonly components: ReadonlyMap<string, StateComponent>
}

export interface StatePage extends Pick<WikiPage, 'slug' | 'title' | 'kind' | 'markdown' | 'origin'> {
  readonly citations: readonly Citation[]
}

export interface StateComponent {
  readonly qualifiedName: string
  readonly kind: string
  readonly path: string
  readonly signature: string
  readonly doc: string | undefined
  readonly isPublic: boolean
}
