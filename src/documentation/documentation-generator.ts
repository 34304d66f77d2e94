import type { PlannedPage, WikiPlan } from './plan-wiki.js'
import type { WikiPage } from './wiki.js'

/** Writes the planned pages of a wiki, with or without a text model. */
export interface DocumentationGenerator {
  /** Undefined without a model. */
  readonly mainModel: string | undefined
  /** Hash of every setting and version that would change the pages. Equal fingerprints promise equal pages for one commit. */
  fingerprint(options: { readonly include: readonly string[]; readonly exclude: readonly string[] }): string
  /** Equal for equal input. @throws when aborted, or when this page cannot be written; the page then becomes a gap. */
  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage>
}
