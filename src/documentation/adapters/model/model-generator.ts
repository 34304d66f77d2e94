import type { Redivision } from '../../../analysis/modules/redivide.js'
import { AppError } from '../../../platform/app-error.js'
import { sha256 } from '../../../platform/sha256.js'
import type { DocumentationGenerator, GeneratorOptions, ExplainedPage, NamingRun, PageExplainer, PageOutlook, PageRun, PlanningOutlook, PlanningRun } from '../../documentation-generator.js'
import type { ModuleName } from '../../module-names.js'
import { hashOf, reasonFor, summaryStands } from '../../prose-record.js'
import { writePlannedPage } from '../../pages/write-page.js'
import type { PlannedModule, PlannedPage, WikiPlan } from '../../wiki-plan.js'
import type { TextModel, TextRequest } from '../../text-model.js'
import type { WikiPage } from '../../wiki.js'
import { divisionRequest, isWorthDividing, readDivision } from './divide-modules.js'
import { moduleOutlook, noOutlook, planningCall } from './module-outlook.js'
import type { Prompts } from './prompts.js'
import { modulesOfRequest, namesToAsk, namingRequests, readNames, type NamingSettings } from './name-modules.js'
import { moduleTree, repositoryFacts } from './repository-facts.js'
import { isAcrossModules, topicFacts } from './topic-facts.js'
import { writeModule, type WriteDeps } from './write-module.js'
import { topicOutlook, writeTopic } from './write-topic.js'
import { wishesText } from './wishes.js'
import { writeProse } from './write-prose.js'

/** Raise it when what is put into the prompts, or the reading of answers, changes: it is part of every fingerprint. The prompts' own texts are, too. */
const sheetVersion = 2
export const maxOutputTokens = 4_096

export interface ModelGeneratorDeps {
  /** Writes what needs no model. */
  readonly plain: DocumentationGenerator
  readonly model: TextModel
  readonly prompts: Prompts
}

export interface ModelGeneratorSettings {
  readonly mainModel: string
  readonly fallbackModel: string | undefined
  /** What else shapes every answer. */
  readonly shape?: readonly (number | null)[]
  /** Names modules; undefined: the main model does. */
  readonly plannerModel?: string | undefined
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
    const inputs = ['model', this.#writer, this.#settings.plannerModel ?? null, this.#deps.plain.fingerprint(options)]
    return sha256(JSON.stringify(inputs), 32)
  }

  /** Hash of what shapes every answer and every reading of one. */
  get #writer(): string {
    const { mainModel, fallbackModel, shape = [] } = this.#settings
    return hashOf(JSON.stringify([sheetVersion, this.#deps.prompts.version, maxOutputTokens, mainModel, fallbackModel ?? null, ...shape]))
  }

  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage> {
    return this.#deps.plain.writePage(plan, planned, signal)
  }

  async divideModules(plan: WikiPlan, run: PlanningRun): Promise<Redivision | undefined> {
    run.signal.throwIfAborted()
    if (!isWorthDividing(plan)) return undefined
    const otherwise = 'Modules stay as the code divides them'
    const [answer] = await this.#askPlanner([divisionRequest(plan, this.#planning)], run, otherwise)
    const wanted = answer === undefined ? undefined : readDivision(plan, answer)
    if (answer !== undefined && wanted === undefined) run.onWarning(`${otherwise}: nothing of the model’s answer could be used.`)
    return wanted
  }

  async nameModules(plan: WikiPlan, run: NamingRun): Promise<readonly ModuleName[]> {
    run.signal.throwIfAborted()
    const writer = this.#namesWriter
    const { kept, asked } = namesToAsk(plan, run.former, writer)
    const otherwise = 'Modules are called as the code calls them'
    const answers = await this.#askPlanner(namingRequests(plan, asked, run.former, this.#planning), run, otherwise)
    const names = readNames(plan, asked, answers, kept, writer)
    if (answers.length > 0 && names.length === 0) run.onWarning(`${otherwise}: nothing of the model’s answer could be used.`)
    return [...kept, ...names]
  }

  planningOutlook(plan: WikiPlan, { former, divides }: Pick<NamingRun, 'former'> & { readonly divides: boolean }): PlanningOutlook {
    const { asked } = namesToAsk(plan, former, this.#namesWriter)
    const division = divides && isWorthDividing(plan) ? [planningCall(divisionRequest(plan, this.#planning), 0)] : []
    const naming = namingRequests(plan, asked, former, this.#planning).map((request, at) => planningCall(request, modulesOfRequest(asked, at)))
    return { model: this.#planning.model, calls: [...division, ...naming] }
  }

  get #planning(): NamingSettings {
    return { prompts: this.#deps.prompts, model: this.#settings.plannerModel ?? this.mainModel, maxOutputTokens }
  }

  get #namesWriter(): string {
    return `${this.#planning.model} ${this.#deps.prompts.version}`
  }

  /** The answers as far as there are any; `otherwise`: what is the case without. */
  async #askPlanner(requests: readonly TextRequest[], run: PlanningRun, otherwise: string): Promise<readonly string[]> {
    const answers: string[] = []
    try {
      for (const request of requests) {
        const { text, usage } = await this.#deps.model.complete(request, run.signal)
        run.onUsage(usage)
        answers.push(text)
      }
    } catch (error) {
      run.signal.throwIfAborted()
      if (!(error instanceof AppError) || !error.code.startsWith('documentation/')) throw error
      run.onWarning(`${otherwise}: ${error.message}`)
    }
    return answers
  }

  /** Parents build on their children, the overview on what is directly below it, which builds on all others. */
  needs(plan: WikiPlan, planned: PlannedPage): readonly string[] | undefined {
    if (isAcrossModules(planned)) return topicFacts(plan, planned) === undefined ? undefined : []
    return isModule(planned) ? planned.module.children.map(({ id }) => id) : undefined
  }

  async explain(plan: WikiPlan, planned: PlannedPage, run: PageRun): Promise<ExplainedPage> {
    run.signal.throwIfAborted()
    const writing = this.#writing(run)
    const written = isAcrossModules(planned) ? await writeTopic(plan, planned, writing, run) : isModule(planned) ? await writeModule(plan, planned, writing, run) : undefined
    if (written === undefined) return { page: await this.writePage(plan, planned, run.signal), summary: undefined }
    if (written.prose === undefined) throw nothingUsable()
    const { prose, verification } = written.prose
    const basis = { writer: this.#writer, ...written.basis }
    const { former } = run
    const summary = former !== undefined && summaryStands(former.basis, basis) ? (former.summary ?? written.summary) : written.summary
    const reason = reasonFor(former?.basis, basis, (slug) => plan.titles.get(slug) ?? slug)
    const page = { ...writePlannedPage(plan, planned, (context) => writeProse(context, prose)), origin: 'model' as const, verification: { model: this.mainModel, ...verification }, prose: { basis, summary, reason } }
    return { page, summary }
  }

  async outlook(plan: WikiPlan, planned: PlannedPage, run: Pick<PageRun, 'signal' | 'readSources'>): Promise<PageOutlook> {
    run.signal.throwIfAborted()
    const request = (prompt: string) => this.#request(plan, prompt)
    if (isAcrossModules(planned)) return topicOutlook(plan, planned, this.#deps.prompts, request)
    return isModule(planned) ? moduleOutlook(plan, planned, this.#deps.prompts, request, run) : noOutlook
  }

  /** The system prompt is the same for all pages of a plan, so that a provider keeps it. */
  #request(plan: WikiPlan, prompt: string): TextRequest {
    const system = this.#deps.prompts.render('system', { repository: repositoryFacts(plan), wishes: wishesText(plan), modules: moduleTree(plan) })
    return { model: this.mainModel, system, prompt, maxOutputTokens, temperature: 0 }
  }

  #writing(run: Pick<PageRun, 'signal' | 'onUsage' | 'retry'>): WriteDeps {
    const { prompts, model } = this.#deps
    return {
      prompts,
      request: (plan, prompt) => this.#request(plan, prompt),
      complete: async (request) => {
        const answer = await model.complete({ ...request, retry: run.retry }, run.signal)
        run.onUsage(answer.usage)
        return answer
      },
    }
  }
}

function isModule(planned: PlannedPage): planned is PlannedModule {
  return planned.kind === 'overview' || planned.kind === 'module'
}

const nothingUsable = (): AppError =>
  new AppError('documentation/nothing-usable', 'invalid', "Nothing of the model's answer keeps the rules.", {
    advice: 'Ask again: the model is then asked anew for this page alone.',
  })
