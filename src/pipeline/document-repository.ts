import type { AnalysisDeps, AnalysisSettings } from '../analysis/analyse-code.js'
import { analyseCode } from '../analysis/analyse-code.js'
import type { CodeMap } from '../analysis/code-map.js'
import { cacheKey } from '../cache/cache-key.js'
import type { CacheManager } from '../cache/cache-manager.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import { generatorFor, type DocumentationGenerator } from '../documentation/documentation-generator.js'
import { planWiki } from '../documentation/plan-wiki.js'
import { redactCodeMap } from '../documentation/redact-code-map.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { CompletedResult, JobRun } from '../jobs/job-run.js'
import type { ProcessingJob } from '../jobs/job-status.js'
import type { Logger } from '../platform/logger.js'
import { releaseMemory } from '../platform/release-memory.js'
import type { PageRenderer } from '../rendering/page-renderer.js'
import type { RepositoryProcessor } from '../repositories/repository-processor.js'
import { assembleWiki } from './assemble-wiki.js'
import { AttemptFolder } from './attempt-folder.js'
import { dividedBefore } from './divide-modules.js'
import { explainWiki } from './explain-wiki.js'
import { figure } from './figures.js'
import { formerExplained } from './former-explained.js'
import { formerModules } from './former-modules.js'
import { PageMemories } from './page-memory.js'
import { publishWiki } from './publish-wiki.js'
import { readSteering } from './read-steering.js'
import { priceIsTold, tellPrice, type SpendingDeps } from './spending.js'
import { sourceReader } from './source-reader.js'
import { verifyAndTell } from './verify-and-tell.js'
import { render, writePages, type WrittenPage } from './write-pages.js'

export interface DocumentRepositoryDeps {
  readonly repositories: RepositoryProcessor
  readonly analysis: AnalysisDeps
  readonly generator: DocumentationGenerator
  readonly renderer: PageRenderer
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly logger: Logger
  readonly spending: SpendingDeps
}

export interface DocumentRepositorySettings {
  readonly tempFolder: string
  readonly version: string
  readonly maxFileBytes: number
  readonly maxFiles: number
  readonly maxTotalBytes: number
  /** Pages of one job that wait for the model at the same time. */
  readonly modelConcurrency: number
}

/**
 * The product in one function: repository → commit → snapshot → code map → wiki → cache. Each stage reports what it did; a failure
 * anywhere is thrown and becomes an outcome in one place (`jobs/decide-outcome`); what was put on disk goes with the blocks.
 */
export async function documentRepository(
  job: ProcessingJob,
  run: JobRun,
  deps: DocumentRepositoryDeps,
  settings: DocumentRepositorySettings,
): Promise<CompletedResult> {
  const { subject, options } = job
  const { signal } = run
  const generator = generatorFor(deps.generator, options)

  await run.stage('resolving', `Asking ${subject.host} for the commit`)
  const { commit, refName } = await resolveOnce(job, run, deps)
  await run.commit(commit)
  const key = cacheKey(subject.url, commit, generator.fingerprint(options))
  const cached = options.noCache ? undefined : await findCached(key, deps)
  if (cached !== undefined && cached.gaps.length === 0 && (await priceIsTold(job, commit, deps.generator, deps.spending, run))) {
    await run.summary(`Commit ${commit.slice(0, 10)} is documented already`)
    return { commitId: commit, wikiKey: key, fromCache: true, gaps: [], publication: undefined }
  }
  await run.summary(`${refName ?? 'commit'} is at ${commit.slice(0, 10)}`)

  await run.stage('cloning', `Fetching commit ${commit.slice(0, 10)}`)
  await using folder = await AttemptFolder.create(settings.tempFolder, job.id, run.attempt)
  await using snapshot = await deps.repositories.fetch(subject, commit, {
    directory: folder.clonePath,
    signal,
    onProgress: (bytes) => run.tell(`Fetched ${figure.bytes(bytes)}`),
  })
  await run.count({ bytesFetched: snapshot.sizeBytes })
  await run.summary(`${figure.count(snapshot.entries.length, 'file')}, ${figure.bytes(snapshot.sizeBytes)}`)

  await run.stage('analysing', `Reading ${figure.count(snapshot.entries.length, 'file')}`)
  const { steering, ...chosen } = await readSteering(options, snapshot, run)
  const former = await formerModules({ subject, options: chosen, commit, committedAt: snapshot.committedAt, refName }, deps, run)
  const analysisSettings: AnalysisSettings = { ...chosen, former, maxFileBytes: settings.maxFileBytes, maxFiles: settings.maxFiles, maxTotalBytes: settings.maxTotalBytes }
  const found = await analyseCode(snapshot, deps.analysis, analysisSettings, {
    signal,
    onProgress: (done, total) => run.step(done, total, `Read ${done} of ${figure.count(total, 'file')}`),
  })
  const undivided = redactCodeMap(found)
  // What a model has judged, and was handed on as it is, stays.
  const wasJudged = former?.judged === true && found.modulesFrom === former.commit
  const mayDivide = !wasJudged && generator.explainer !== undefined
  let { code, judged: modulesJudged } = mayDivide ? await dividedBefore(undivided, run) : { code: undivided, judged: wasJudged }
  await run.count({ filesParsed: code.files.length })
  await run.summary(figure.analysed(code))
  for (const line of figure.skipped(code.skipped)) await run.log('warning', line)
  releaseMemory()

  await run.stage('planning', 'Deciding on pages')
  const toPlan = (one: CodeMap) => planWiki(one, { ...subject, commit, committedAt: snapshot.committedAt }, steering)
  let plan = toPlan(code)
  for (const sentence of plan.warnings) await run.log('warning', sentence)
  await run.summary(figure.count(plan.pages.length + 1, 'page'))

  await run.stage('writing', `Writing ${figure.count(plan.pages.length, 'page')}`)
  let written = await writePages(plan, deps, run)
  await run.count({ pagesWritten: written.filter(({ gap }) => gap === undefined).length })
  await run.summary(`${figure.count(written.length, 'page')} written`)

  const readSources = sourceReader(snapshot, code, signal)
  const explainedBefore = () => formerExplained({ subject, commit, committedAt: snapshot.committedAt, refName }, deps, run)
  const planning = async () => ({ former: (await explainedBefore()).names, divides: !wasJudged })
  await tellPrice({ job, generator: deps.generator, plan, readSources, planning }, deps.spending, run)
  const memories = await PageMemories.open(run, job.startedAt)
  const { explainer, mainModel } = generator
  if (explainer !== undefined && mainModel !== undefined) {
    const asked = { job, chosen, snapshot, refName, key, explainer, mainModel, mayDivide, wasJudged, isRedivided: code !== undivided, toPlan, former: await explainedBefore(), readSources, memories }
    ;({ code, plan, written, modulesJudged } = await explainWiki({ code, plan, written, modulesJudged }, asked, deps, settings, run))
  }

  await run.stage('verifying', 'Checking links, citations and diagrams')
  const verified = await verifyAndTell(plan, written, code, { renderer: deps.renderer, plainPage: plainPages(plan, memories, deps, run) }, run)
  const wiki = assembleWiki(plan, verified, code)
  await run.summary(figure.verified(wiki))

  await run.stage('publishing', 'Storing the wiki')
  const publication = await publishWiki({ job, chosen, run, code, modulesJudged, plan, wiki, verified, snapshot, refName, key }, { cache: deps.cache, generator }, settings)
  await run.summary(`${figure.count(wiki.pages.length, 'page')}, ${figure.bytes(publication.sizeBytes)}`)
  return { commitId: commit, wikiKey: key, fromCache: false, gaps: wiki.gaps, publication }
}

/** For an explained page that breaks a rule after all: it counts as failed, so that a retry asks for it again. */
function plainPages(plan: WikiPlan, memories: PageMemories, deps: DocumentRepositoryDeps, run: JobRun): (slug: string) => Promise<WrittenPage | undefined> {
  return async (slug) => {
    const planned = plan.pages.find((one) => one.slug === slug)
    if (planned === undefined) return undefined
    await memories.fail(slug, brokenAmongOthers)
    return render(await deps.generator.writePage(plan, planned, run.signal), deps, run)
  }
}

const brokenAmongOthers = { code: 'documentation/dead-anchor', kind: 'invalid', message: 'Its explanation breaks a rule among the other pages.' } as const

/** A retried job goes on with the commit of its first attempt, so that its pages all speak of one commit. */
async function resolveOnce(job: ProcessingJob, run: JobRun, deps: DocumentRepositoryDeps): Promise<{ commit: string; refName: string | undefined }> {
  const kept = await run.checkpoints.get('resolve')
  if (kept !== undefined) return JSON.parse(kept) as { commit: string; refName: string | undefined }
  const { commit, refName } = await deps.repositories.resolve(job.subject, run.signal)
  await run.checkpoints.put('resolve', JSON.stringify({ commit, refName }))
  return { commit, refName }
}

/** A cache that fails never stops a job. */
async function findCached(key: string, deps: DocumentRepositoryDeps): Promise<PublishedWiki | undefined> {
  try {
    return await deps.cache.find(key)
  } catch (error) {
    deps.logger.warn({ err: error, wiki_key: key }, 'the cache could not be asked; the work is done anew')
    return undefined
  }
}
