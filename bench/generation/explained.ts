import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CodeMap, ModuleNode } from '../../src/analysis/code-map.js'
import type { DocumentationGenerator, ExplainedPage, PageExplainer } from '../../src/documentation/documentation-generator.js'
import { planWiki } from '../../src/documentation/plan-wiki.js'
import { addUsage, noUsage, type ModelUsage } from '../../src/documentation/text-model.js'
import type { WikiPlan } from '../../src/documentation/wiki-plan.js'
import { divideModules } from '../../src/pipeline/divide-modules.js'
import { explainPages } from '../../src/pipeline/explain-pages.js'
import type { FormerExplained } from '../../src/pipeline/former-explained.js'
import { nameModules } from '../../src/pipeline/name-modules.js'
import { PageMemories } from '../../src/pipeline/page-memory.js'
import type { PageUpgrades } from '../../src/pipeline/upgrade-pages.js'
import { explainedVerifier } from '../../src/pipeline/verify-explained.js'
import { writePages } from '../../src/pipeline/write-pages.js'
import type { PageRenderer } from '../../src/rendering/page-renderer.js'
import { checkOut, type Checkout } from '../quality/checkout.js'
import type { CodeMaps } from '../quality/code-maps.js'
import { quietRun } from '../../test/support/quiet-run.js'

/** One commit, analysed and planned, with its texts at hand. */
export interface Subject {
  readonly name: string
  readonly code: CodeMap
  readonly plan: WikiPlan
  /** Nobody handed modules over: a model may divide them. */
  readonly mayDivide: boolean
  /** Of this commit, for another division. */
  readonly toPlan: (code: CodeMap) => WikiPlan
  readText(path: string): string
  readonly dispose: () => void
}

/** `former`: modules of the commit before, which the product hands over. */
export async function subjectAt(path: string, commit: string | undefined, maps: CodeMaps, former?: ModuleNode): Promise<Subject> {
  const checkout = checkOut(path, commit)
  const code = await maps.analyse(checkout.tree, former)
  const toPlan = (one: CodeMap) => planWiki(one, { url: `https://example.org/${checkout.name}`, host: 'example.org', owner: 'bench', name: checkout.name, commit: checkout.commit, committedAt: '2026-01-01T00:00:00Z' })
  return { name: checkout.name, code, plan: toPlan(code), mayDivide: former === undefined, toPlan, readText: (file) => textOf(checkout, file), dispose: checkout.dispose }
}

function textOf({ folder }: Checkout, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

export interface ExplainedPageRun {
  readonly slug: string
  readonly needs: readonly string[]
  readonly usage: ModelUsage
}

export interface ExplainedRun {
  readonly wallMs: number
  /** Calls that divide and name the modules, one after the other, before the first page. */
  readonly planningCalls: number
  readonly pages: readonly ExplainedPageRun[]
  /** For the wiki after. */
  readonly modules: ModuleNode
  readonly former: FormerExplained
}

const nothingBefore: FormerExplained = { prose: new Map(), names: new Map() }
const nobodyReads = async () => undefined
const unseen: PageUpgrades = { begin: nobodyReads, underWay: nobodyReads, explained: nobodyReads, unexplained: nobodyReads }

/** As the product does it, with the stages before and after left out of the time. */
export async function explainWiki(subject: Subject, generator: DocumentationGenerator, renderer: PageRenderer, atOnce: number, former = nothingBefore): Promise<ExplainedRun> {
  const { explainer } = generator
  if (explainer === undefined) throw new Error('no model is configured')
  let { plan, code } = subject
  const run = quietRun()
  const written = await writePages(plan, { generator, renderer }, run)
  const pages: ExplainedPageRun[] = []
  let planningCalls = 0
  const watched = watch(explainer, (page) => pages.push(page))
  const readSources = async (paths: readonly string[]) => new Map(paths.map((path) => [path, subject.readText(path)]))
  const planned = async () => {
    const counted = { ...run, spend: async ({ calls }: { readonly calls: number }) => void (planningCalls += calls) }
    if (subject.mayDivide) code = (await divideModules({ ...subject, judged: false }, explainer, counted)).code
    if (code !== subject.code) plan = subject.toPlan(code)
    plan = await nameModules(plan, explainer, former, counted)
    return { plan, written: await writePages(plan, { generator, renderer }, run, { quietly: true }) }
  }
  const startedMs = performance.now()
  const input = { plan, written, explainer: watched, readSources, former: former.prose, planned }
  const deps = { renderer, memories: await PageMemories.open(run, new Date()), upgrades: unseen, verifierOf: (one: WikiPlan) => explainedVerifier(one, subject.code), atOnce }
  const { pages: explained } = await explainPages(input, deps, run)
  const prose = new Map(explained.flatMap(({ page: { slug, prose: record } }) => (record === undefined ? [] : [[slug, record] as const])))
  const missing = explained.flatMap(({ gap }) => (gap === undefined ? [] : [`${gap.slug}: ${gap.message}`]))
  if (missing.length > 0) throw new Error(`not explained: ${missing.join('; ')}`)
  return { wallMs: performance.now() - startedMs, planningCalls, pages, modules: code.modules, former: { prose, names: new Map(plan.names.map((name) => [name.slug, name])) } }
}

function watch(explainer: PageExplainer, tell: (page: ExplainedPageRun) => void): PageExplainer {
  const watched: PageExplainer = Object.create(explainer) as PageExplainer
  return Object.assign(watched, {
    needs: explainer.needs.bind(explainer),
    explain: async (...[plan, planned, run]: Parameters<PageExplainer['explain']>): Promise<ExplainedPage> => {
      let usage = noUsage
      const onUsage = (spent: ModelUsage) => {
        usage = addUsage(usage, spent)
        run.onUsage(spent)
      }
      const explained = await explainer.explain(plan, planned, { ...run, onUsage })
      tell({ slug: planned.slug, needs: explainer.needs(plan, planned) ?? [], usage })
      return explained
    },
  })
}
