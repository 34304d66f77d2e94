import type { Redivision } from '../analysis/modules/redivide.js'
import type { ModuleName } from './module-names.js'
import type { Wishes } from '../steering/steering.js'
import type { PlannedPage, WikiPlan } from './wiki-plan.js'
import type { ModelUsage, TextRequest } from './text-model.js'
import type { ProseRecord } from './prose-record.js'
import type { WikiPage } from './wiki.js'

/** What a job may ask for that changes pages. What the repository itself asks for is part of its commit. */
export interface GeneratorOptions {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly steering?: Wishes | undefined
}

/** Writes the planned pages of a wiki from the code alone; with a text model it explains them, too. */
export interface DocumentationGenerator {
  /** Undefined without a model. */
  readonly mainModel: string | undefined
  /** Hash of every setting and version that would change the pages. Equal fingerprints promise equal pages for one commit and one tree of modules. */
  fingerprint(options: GeneratorOptions): string
  /**
   * From the code alone: free, and equal for equal input.
   * @throws when aborted, or when this page cannot be written; the page then becomes a gap
   */
  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage>
  /** Undefined without a model. */
  readonly explainer: PageExplainer | undefined
  /** The same pages without a model; itself, when it has none. */
  readonly plain: DocumentationGenerator
}

/** The one that does what a job asks for. */
export function generatorFor(generator: DocumentationGenerator, { prose = true }: { readonly prose?: boolean }): DocumentationGenerator {
  return prose ? generator : generator.plain
}

/** Gives pages the prose of a language model. */
export interface PageExplainer {
  /**
   * What a model would merge or split. Nobody has held it against the bounds of a tree yet. Undefined: the tree is too small to be worth
   * asking, or the model cannot be asked, or it said nothing of use. Nothing is thrown but for a stop.
   */
  divideModules(plan: WikiPlan, run: PlanningRun): Promise<Redivision | undefined>
  /** Titles and purposes for modules, each sound by itself. A model that cannot be asked costs the names, and nothing is thrown but for a stop. */
  nameModules(plan: WikiPlan, run: NamingRun): Promise<readonly ModuleName[]>
  /** Slugs of the pages whose summaries this one's prose builds on, all of them planned; undefined: this page gets no prose. */
  needs(plan: WikiPlan, planned: PlannedPage): readonly string[] | undefined
  /**
   * Equal for equal input and equal answers of the model.
   * @throws when aborted, or when this page cannot be explained; it then stays as the code alone gives it, and that is a gap. AppError
   * `documentation/model-unavailable` and `documentation/model-refused` are about every page, not this one.
   */
  explain(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<ExplainedPage>
  /** What explaining the page will take, without asking any model. */
  outlook(plan: WikiPlan, planned: PlannedPage, run: Pick<PageRun, 'signal' | 'readSources'>): Promise<PageOutlook>
  /** The same for what is asked before the first page. `divides`: the division is asked for, too. */
  planningOutlook(plan: WikiPlan, asked: Pick<NamingRun, 'former'> & { readonly divides: boolean }): PlanningOutlook
}

/** An expectation; all zero for a page that gets no prose. */
export interface PageOutlook {
  /** The first call, byte for byte, so that a ledger knows whether it is paid for. Undefined when it depends on answers not known yet, or there is none. */
  readonly firstRequest: TextRequest | undefined
  /** Of all turns, what is sent again with each of them included. */
  readonly inputCharacters: number
  readonly outputCharacters: number
  /** Calls to the model. */
  readonly turns: number
}

/** The calls before the first page. Another model may answer them than explains the pages. */
export interface PlanningOutlook {
  readonly model: string
  readonly calls: readonly PlanningCall[]
}

export interface PlanningCall {
  /** Byte for byte. */
  readonly request: TextRequest
  readonly inputCharacters: number
  readonly outputCharacters: number
}

export type PlanningRun = Pick<PageRun, 'signal' | 'onUsage' | 'onWarning'>

export interface NamingRun extends PlanningRun {
  /** By slug, of the wiki before. */
  readonly former: ReadonlyMap<string, ModuleName>
}

export interface ExplainedPage {
  /** With the prose; as the code alone gives it when there is nothing to explain. */
  readonly page: WikiPage
  /** What the pages above are told of it: a few sentences by the model, checked as the prose is. */
  readonly summary: string | undefined
}

/** What goes with the explaining of a page: a stop signal, source text and summaries down, what it cost and what went wrong up. */
export interface PageRun {
  readonly signal: AbortSignal
  /** Raised when a person asks for other answers than those that were of no use: part of every request's key. 0 at first. */
  readonly retry: number
  /** By slug: of the pages that `needs` named, as far as they have one. */
  readonly summaries: ReadonlyMap<string, string>
  /** Of this page in the wiki before, if that explained it. */
  readonly former: ProseRecord | undefined
  /** Text of analysed files at the commit, by path. A path that names none is missing from the answer. */
  readSources(paths: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Told of each call to a model; all zero when it was paid for before. */
  onUsage(usage: ModelUsage): void
  /** One sentence for the job's log about what this page lacks. */
  onWarning(message: string): void
}
