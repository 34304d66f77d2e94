import { createHash } from 'node:crypto'
import { AppError } from '../../../platform/app-error.js'
import type { DocumentationGenerator, ExplainedPage, GeneratorOptions, PageExplainer, PageOutlook, PageRun } from '../../documentation-generator.js'
import { writePlannedPage } from '../../pages/write-page.js'
import type { PlannedPage, WikiPlan } from '../../wiki-plan.js'
import type { TextModel, TextRequest } from '../../text-model.js'
import type { WikiPage } from '../../wiki.js'
import { proseOf, type CheckedProse } from './ask-for-prose.js'
import { factsSheet } from './facts-sheet.js'
import { maxOutputTokens, pagePrompt, promptsVersion, repairPrompt, systemPrompt } from './prompts.js'
import { proseScope } from './prose-scope.js'
import { sourceExcerpts } from './source-excerpts.js'
import { writeProse } from './write-prose.js'

export interface ModelGeneratorDeps {
  /** Writes what needs no model. */
  readonly plain: DocumentationGenerator
  readonly model: TextModel
}

export interface ModelGeneratorSettings {
  readonly mainModel: string
  readonly fallbackModel: string | undefined
  /** What else shapes every answer. */
  readonly shape?: readonly (number | null)[]
}

/** The pages that the code alone gives, with a section of prose by a model. */
export class ModelGenerator implements DocumentationGenerator, PageExplainer {
  readonly mainModel: string
  readonly explainer = this
  readonly plain: DocumentationGenerator
  readonly #deps: ModelGeneratorDeps
  readonly #settings: ModelGeneratorSettings

  constructor(deps: ModelGeneratorDeps, settings: ModelGeneratorSettings) {
    this.mainModel = settings.mainModel
    this.plain = deps.plain
    this.#deps = deps
    this.#settings = settings
  }

  fingerprint(options: GeneratorOptions): string {
    const { mainModel, fallbackModel, shape = [] } = this.#settings
    const inputs = ['model', promptsVersion, maxOutputTokens, mainModel, fallbackModel ?? null, ...shape, this.#deps.plain.fingerprint(options)]
    return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32)
  }

  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage> {
    return this.#deps.plain.writePage(plan, planned, signal)
  }

  needs(_plan: WikiPlan, planned: PlannedPage): readonly string[] | undefined {
    return planned.kind === 'topic' || planned.kind === 'asked' || planned.kind === 'reference' ? undefined : []
  }

  async explain(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<ExplainedPage> {
    const checked = await this.#proseFor(plan, planned, run)
    if (checked === undefined) return { page: await this.writePage(plan, planned, run.signal), summary: undefined }
    const written = writePlannedPage(plan, planned, (context) => writeProse(context, checked.prose))
    const page = { ...written, origin: 'model' as const, verification: { model: this.mainModel, ...checked.verification } }
    return { page, summary: undefined }
  }

  async outlook(plan: WikiPlan, planned: PlannedPage, run: Pick<PageRun, 'signal' | 'readSources'>): Promise<PageOutlook> {
    run.signal.throwIfAborted()
    if (planned.kind === 'topic' || planned.kind === 'asked' || planned.kind === 'reference') return noOutlook
    const sheet = factsSheet(plan, planned)
    if (sheet.cited.length === 0) return noOutlook
    const firstRequest = this.#request(pagePrompt(planned.kind, sheet, await sourceExcerpts(sheet.cited, run)))
    const { system, prompt } = firstRequest
    return { firstRequest, inputCharacters: system.length + prompt.length, outputCharacters: expectedOutputCharacters, turns: 1 }
  }

  /** @throws AppError `documentation/nothing-usable` when no sentence of the answers keeps the rules */
  async #proseFor(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<CheckedProse | undefined> {
    run.signal.throwIfAborted()
    if (planned.kind === 'topic' || planned.kind === 'asked' || planned.kind === 'reference') return undefined
    const sheet = factsSheet(plan, planned)
    if (sheet.cited.length === 0) return undefined
    const prompt = pagePrompt(planned.kind, sheet, await sourceExcerpts(sheet.cited, run))
    const sources = await run.readSources([...new Set(sheet.cited.map(({ component }) => component.path))])
    const scope = proseScope(plan, { ...sheet, texts: [prompt], sources })
    let answer = await this.#ask(prompt, run)
    const prose = await proseOf(answer, () => scope, async (violations) => (answer = await this.#ask(repairPrompt(prompt, answer, violations), run)))
    if (prose === undefined) throw nothingUsable()
    return prose
  }

  async #ask(prompt: string, run: PageRun): Promise<string> {
    const { text, usage } = await this.#deps.model.complete({ ...this.#request(prompt), retry: run.retry }, run.signal)
    run.onUsage(usage)
    return text
  }

  #request(prompt: string): TextRequest {
    return { model: this.mainModel, system: systemPrompt, prompt, maxOutputTokens, temperature: 0 }
  }
}

const nothingUsable = (): AppError =>
  new AppError('documentation/nothing-usable', 'invalid', "Nothing of the model's answer keeps the rules.", {
    advice: 'Ask again: the model is then asked anew for this page alone.',
  })
const noOutlook: PageOutlook = { firstRequest: undefined, inputCharacters: 0, outputCharacters: 0, turns: 0 }
/** Three paragraphs with their citations. */
const expectedOutputCharacters = 2_000
