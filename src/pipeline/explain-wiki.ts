import type { CodeMap } from '../analysis/code-map.js'
import type { PageExplainer, PageRun } from '../documentation/documentation-generator.js'
import { paidBy } from '../documentation/payer.js'
import { addUsage, noUsage, type ModelUsage } from '../documentation/text-model.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { PageRenderer } from '../rendering/page-renderer.js'
import { divideModules } from './divide-modules.js'
import { explainPages, type Planned, type Written } from './explain-pages.js'
import { figure } from './figures.js'
import type { FormerExplained } from './former-explained.js'
import { nameModules } from './name-modules.js'
import type { PageMemories } from './page-memory.js'
import { publishEarly, type EarlyDeps, type EarlyInput } from './publish-early.js'
import { payerOf, type SpendingDeps } from './spending.js'
import { upgradePages, type PageUpgrades } from './upgrade-pages.js'
import { explainedVerifier } from './verify-explained.js'
import { writePages } from './write-pages.js'

/** A wiki on its way: its pages are those of the plan, which is of the code. */
export interface Draft extends Written {
  readonly code: CodeMap
  /** A model has said how it would divide the modules. */
  readonly modulesJudged: boolean
}

interface ExplainWikiInput extends Omit<EarlyInput, keyof Draft | 'run'> {
  readonly explainer: PageExplainer
  readonly mainModel: string
  /** No model has judged the modules yet: this one may say how it would divide them. */
  readonly mayDivide: boolean
  /** One had, before this job. */
  readonly wasJudged: boolean
  readonly toPlan: (code: CodeMap) => WikiPlan
  readonly former: FormerExplained
  readonly readSources: PageRun['readSources']
  readonly memories: PageMemories
}

interface Deps extends EarlyDeps {
  readonly renderer: PageRenderer
  readonly spending: SpendingDeps
}

interface Settings {
  readonly version: string
  readonly modelConcurrency: number
}

/**
 * What the code alone gives is readable first. Then a model divides the modules where nothing is to be kept, names them and explains the
 * pages; a tree that it has changed is written and readable anew before its pages are explained.
 */
export async function explainWiki(plain: Draft, input: ExplainWikiInput, deps: Deps, settings: Settings, run: JobRun): Promise<Draft> {
  const { job, explainer, mainModel, former } = input
  let draft = plain
  let before = noUsage
  const onUsage = (usage: ModelUsage) => void (before = addUsage(before, usage))
  // A tree that the model leaves as it is was there before anybody asked: the same bytes, whenever it is stored.
  const show = async (isRedivided: boolean): Promise<PageUpgrades> => {
    const { written, over } = await publishEarly({ ...input, ...draft, modulesJudged: isRedivided || input.wasJudged, run, isRedivided }, deps, settings)
    draft = { ...draft, written }
    return upgradePages({ over, target: input.key, jobId: job.id, model: mainModel }, deps.logger, run)
  }
  const upgrades = await show(input.isRedivided)
  await run.stage('explaining', `Asking ${mainModel}`)

  const planned = async (): Promise<Planned> => {
    const { code, judged } = input.mayDivide ? await divideModules({ ...draft, judged: draft.modulesJudged }, explainer, run, onUsage) : { code: draft.code, judged: draft.modulesJudged }
    const isRedivided = code !== draft.code
    draft = { ...draft, modulesJudged: judged }
    let shownBy = upgrades
    if (isRedivided) {
      draft = await write({ ...draft, code, plan: input.toPlan(code) })
      await run.count({ pagesWritten: draft.written.filter(({ gap }) => gap === undefined).length })
      shownBy = await show(true)
    }
    const plan = await nameModules(draft.plan, explainer, former, run, onUsage)
    if (plan !== draft.plan) draft = await write({ ...draft, plan })
    return { ...draft, shownBy }
  }
  const write = async ({ code, plan, modulesJudged }: Omit<Draft, 'written'>): Promise<Draft> => ({ code, plan, modulesJudged, written: await writePages(plan, deps, run, { quietly: true }) })

  const explaining = { renderer: deps.renderer, memories: input.memories, upgrades, verifierOf: (one: WikiPlan) => explainedVerifier(one, plain.code), atOnce: settings.modelConcurrency }
  const asked = { ...draft, explainer, readSources: input.readSources, former: former.prose, planned }
  const { pages, usage } = await paidBy(payerOf(job, deps.spending), () => explainPages(asked, explaining, run))
  await run.summary(figure.explained(pages.filter(({ page }) => page.origin === 'model').length, addUsage(before, usage)))
  return { ...draft, written: pages }
}
