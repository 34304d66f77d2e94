import type { PlannedPage, WikiPlan } from './wiki-plan.js'
import type { ModelUsage } from './text-model.js'
import type { WikiPage } from './wiki.js'

/** Writes the planned pages of a wiki, with or without a text model. */
export interface DocumentationGenerator {
  /** Undefined without a model. */
  readonly mainModel: string | undefined
  /** Hash of every setting and version that would change the pages. Equal fingerprints promise equal pages for one commit and one tree of modules. */
  fingerprint(options: { readonly include: readonly string[]; readonly exclude: readonly string[] }): string
  /**
   * Equal for equal input and equal answers of the model.
   * @throws when aborted, or when this page cannot be written; the page then becomes a gap. AppError `documentation/model-unavailable`
   * and `documentation/model-refused` are about every page, not this one.
   */
  writePage(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<WikiPage>
}

/** What goes with the writing of pages: a stop signal and source text down, what it cost and what went wrong up. */
export interface PageRun {
  readonly signal: AbortSignal
  /** Text of analysed files at the commit, by path. A path that names none is missing from the answer. */
  readSources(paths: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Told of each call to a model; all zero when it was paid for before. */
  onUsage(usage: ModelUsage): void
  /** One sentence for the job's log about what this page lacks. */
  onWarning(message: string): void
}
