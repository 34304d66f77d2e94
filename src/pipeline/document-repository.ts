import type { AnalysisDeps, AnalysisSettings } from '../analysis/analyse-code.js'
import { analyseCode } from '../analysis/analyse-code.js'
import { cacheKey } from '../cache/cache-key.js'
import type { CacheManager } from '../cache/cache-manager.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import { planWiki } from '../documentation/plan-wiki.js'
import { redactCodeMap } from '../documentation/redact-code-map.js'
import type { CompletedResult, JobRun } from '../jobs/job-run.js'
import type { ProcessingJob } from '../jobs/job-status.js'
import type { Logger } from '../platform/logger.js'
import { releaseMemory } from '../platform/release-memory.js'
import type { PageRenderer } from '../rendering/page-renderer.js'
import type { RepositoryProcessor } from '../repositories/repository-processor.js'
import { assembleWiki } from './assemble-wiki.js'
import { AttemptFolder } from './attempt-folder.js'
import { explainPages } from './explain-pages.js'
import { figure } from './figures.js'
import { formerExplained } from './former-explained.js'
import { formerModules } from './former-modules.js'
import { nameModules } from './name-modules.js'
import { publishWiki } from './publish-wiki.js'
import { readSteering } from './read-steering.js'
import { sourceReader } from './source-reader.js'
import { verifyAndTell } from './verify-and-tell.js'
import { writePages } from './write-pages.js'

export interface DocumentRepositoryDeps {
  readonly repositories: RepositoryProcessor
  readonly analysis: AnalysisDeps
  readonly generator: DocumentationGenerator
  readonly renderer: PageRenderer
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly logger: Logger
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

  await run.stage('resolving', `Asking ${subject.host} for the commit`)
  const { commit, refName } = await resolveOnce(job, run, deps)
  await run.commit(commit)
  const key = cacheKey(subject.url, commit, deps.generator.fingerprint(options))
  const cached = options.noCache ? undefined : await findCached(key, deps)
  if (cached !== undefined && cached.gaps.length === 0) {
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
  const code = redactCodeMap(found)
  await run.count({ filesParsed: code.files.length })
  await run.summary(figure.analysed(code))
  for (const line of figure.skipped(code.skipped)) await run.log('warning', line)
  releaseMemory()

  await run.stage('planning', 'Deciding on pages')
  const { explainer, mainModel } = deps.generator
  const before = explainer === undefined ? undefined : await formerExplained({ subject, commit, committedAt: snapshot.committedAt, refName }, deps, run)
  let plan = planWiki(code, { ...subject, commit, committedAt: snapshot.committedAt }, steering)
  if (explainer !== undefined && before !== undefined) plan = await nameModules(plan, explainer, before, run)
  for (const sentence of plan.warnings) await run.log('warning', sentence)
  await run.summary(figure.count(plan.pages.length + 1, 'page'))

  await run.stage('writing', `Writing ${figure.count(plan.pages.length, 'page')}`)
  let written = await writePages(plan, deps, run)
  await run.count({ pagesWritten: written.filter(({ gap }) => gap === undefined).length })
  await run.summary(`${figure.count(written.length, 'page')} written`)

  if (explainer !== undefined && before !== undefined) {
    await run.stage('explaining', `Asking ${mainModel}`)
    const input = { plan, written, explainer, former: before.prose, readSources: sourceReader(snapshot, code, signal) }
    const { pages, usage } = await explainPages(input, { renderer: deps.renderer, atOnce: settings.modelConcurrency }, run)
    written = pages
    await run.summary(figure.explained(written.filter(({ page }) => page.origin === 'model').length, usage))
  }

  await run.stage('verifying', 'Checking links, citations and diagrams')
  const verified = await verifyAndTell(plan, written, code, deps, run)
  const wiki = assembleWiki(plan, verified, code)
  await run.summary(figure.verified(wiki))

  await run.stage('publishing', 'Storing the wiki')
  const publication = await publishWiki({ job, chosen, run, code, plan, wiki, verified, snapshot, refName, key }, deps, settings)
  await run.summary(`${figure.count(wiki.pages.length, 'page')}, ${figure.bytes(publication.sizeBytes)}`)
  return { commitId: commit, wikiKey: key, fromCache: false, gaps: wiki.gaps, publication }
}

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
