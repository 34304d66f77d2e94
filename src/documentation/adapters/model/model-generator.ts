import { createHash } from 'node:crypto'
import { AppError } from '../../../platform/app-error.js'
import type { DocumentationGenerator, ExplainedPage, PageExplainer, PageOutlook, PageRun } from '../../documentation-generator.js'
import { writePlannedPage } from '../../pages/write-page.js'
import type { PlannedPage, WikiPlan } from '../../wiki-plan.js'
import type { TextModel, TextRequest } from '../../text-model.js'
import type { WikiPage } from '../../wiki.js'
import { askForProse, isAboutThisAnswer } from './ask-for-prose.js'
import { factsSheet } from './facts-sheet.js'
import { maxOutputTokens, pagePrompt, promptsVersion, systemPrompt } from './prompts.js'
import type { Prose } from './read-prose.js'
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
}

/** The pages that the code alone gives, with a section of prose by a model. Without usable prose a page is that page, byte for byte. */
export class ModelGenerator implements DocumentationGenerator, PageExplainer {
  readonly mainModel: string
  readonly explainer = this
  readonly #deps: ModelGeneratorDeps
  readonly #settings: ModelGeneratorSettings

  constructor(deps: ModelGeneratorDeps, settings: ModelGeneratorSettings) {
    this.mainModel = settings.mainModel
    this.#deps = deps
    this.#settings = settings
  }

  fingerprint(options: { readonly include: readonly string[]; readonly exclude: readonly string[] }): string {
    const { mainModel, fallbackModel } = this.#settings
    const inputs = ['model', promptsVersion, maxOutputTokens, mainModel, fallbackModel ?? null, this.#deps.plain.fingerprint(options)]
    return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32)
  }

  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage> {
    return this.#deps.plain.writePage(plan, planned, signal)
  }

  needs(_plan: WikiPlan, planned: PlannedPage): readonly string[] | undefined {
    return planned.kind === 'topic' || planned.kind === 'reference' ? undefined : []
  }

  async explain(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<ExplainedPage> {
    const prose = await this.#proseFor(plan, planned, run)
    if (prose === undefined) return { page: await this.writePage(plan, planned, run.signal), summary: undefined }
    const page = { ...writePlannedPage(plan, planned, (context) => writeProse(context, prose)), origin: 'model' as const }
    return { page, summary: undefined }
  }

  async outlook(plan: WikiPlan, planned: PlannedPage, run: Pick<PageRun, 'signal' | 'readSources'>): Promise<PageOutlook> {
    run.signal.throwIfAborted()
    if (planned.kind === 'topic' || planned.kind === 'reference') return noOutlook
    const sheet = factsSheet(plan, planned)
    if (sheet.cited.length === 0) return noOutlook
    const firstRequest = this.#request(pagePrompt(planned.kind, sheet, await sourceExcerpts(sheet.cited, run)))
    const { system, prompt } = firstRequest
    return { firstRequest, inputCharacters: system.length + prompt.length, outputCharacters: expectedOutputCharacters, turns: 1 }
  }

  /** A bad answer costs the prose, never the page. */
  async #proseFor(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<Prose | undefined> {
    run.signal.throwIfAborted()
    if (planned.kind === 'topic' || planned.kind === 'reference') return undefined
    const sheet = factsSheet(plan, planned)
    if (sheet.cited.length === 0) return undefined
    const prompt = pagePrompt(planned.kind, sheet, await sourceExcerpts(sheet.cited, run))
    try {
      const prose = await askForProse(prompt, sheet, (text) => this.#ask(text, run))
      if (prose === undefined) run.onWarning(`Page ${planned.title} has no explanation: nothing of the model's answer keeps the rules.`)
      return prose
    } catch (error) {
      run.signal.throwIfAborted()
      if (!(error instanceof AppError) || !isAboutThisAnswer(error)) throw error
      run.onWarning(`Page ${planned.title} has no explanation: ${error.message}`)
      return undefined
    }
  }

  async #ask(prompt: string, run: PageRun): Promise<string> {
    const { text, usage } = await this.#deps.model.complete(this.#request(prompt), run.signal)
    run.onUsage(usage)
    return text
  }

  #request(prompt: string): TextRequest {
    return { model: this.mainModel, system: systemPrompt, prompt, maxOutputTokens, temperature: 0 }
  }
}

const noOutlook: PageOutlook = { firstRequest: undefined, inputCharacters: 0, outputCharacters: 0, turns: 0 }
/** Three paragraphs with their citations. */
const expectedOutputCharacters = 2_000
