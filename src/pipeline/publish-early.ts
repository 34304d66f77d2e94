import type { CodeMap } from '../analysis/code-map.js'
import { cacheKey } from '../cache/cache-key.js'
import type { CacheManager } from '../cache/cache-manager.js'
import type { OpenWiki, WikiLibrary } from '../cache/wiki-library.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { JobOptions, ProcessingJob } from '../jobs/job-status.js'
import { toAppError } from '../platform/app-error.js'
import type { Logger } from '../platform/logger.js'
import type { Snapshot } from '../repositories/repository-processor.js'
import { assembleWiki } from './assemble-wiki.js'
import { figure } from './figures.js'
import { publishWiki } from './publish-wiki.js'
import { verifyAndTell } from './verify-and-tell.js'
import type { RenderDeps, WrittenPage } from './write-pages.js'

export interface EarlyInput {
  readonly job: Pick<ProcessingJob, 'id' | 'subject' | 'options'>
  /** What the job and the repository's steering choose of its files. */
  readonly chosen: Pick<JobOptions, 'include' | 'exclude'>
  readonly run: JobRun
  readonly code: CodeMap
  readonly modulesJudged: boolean
  readonly plan: WikiPlan
  readonly snapshot: Snapshot
  readonly refName: string | undefined
  /** As the code alone gives them. */
  readonly written: readonly WrittenPage[]
  /** Of the wiki with all explanations. */
  readonly key: string
  /** A model has changed the tree: a wiki of the code alone that has another one gives way to this. */
  readonly isRedivided: boolean
}

export interface EarlyDeps extends RenderDeps {
  readonly generator: DocumentationGenerator
  readonly library: WikiLibrary
  readonly cache: CacheManager
  readonly logger: Logger
}

interface EarlySettings {
  readonly version: string
}

export interface Early {
  /** The same, with stand-ins for what breaks a rule. */
  readonly written: readonly WrittenPage[]
  /** The wiki that readers have open, when it has just these pages; undefined: none that explained pages would fit into. */
  readonly over: OpenWiki | undefined
}

/**
 * Gives readers something before the model is asked: the wiki of this very key, when one with gaps is there; else what another model has explained; else the
 * wiki that the code alone gives, under the key of a job without a model, published once, or once for each of two trees. That this fails
 * never stops a job.
 */
export async function publishEarly(input: EarlyInput, deps: EarlyDeps, settings: EarlySettings): Promise<Early> {
  const { run, written } = input
  try {
    return await publish(input, deps, settings)
  } catch (thrown) {
    run.signal.throwIfAborted()
    const error = toAppError(thrown)
    if (error.kind === 'cancelled') throw error
    deps.logger.warn({ err: error, job_id: input.job.id }, 'the wiki that the code alone gives could not be published early')
    await run.log('warning', `The wiki cannot be read ${input.isRedivided ? 'with the new modules ' : ''}before it is explained: ${error.message}`)
    return { written, over: undefined }
  }
}

async function publish(input: EarlyInput, deps: EarlyDeps, settings: EarlySettings): Promise<Early> {
  const { job, run, plan, code, written, key } = input
  const { generator, library, cache } = deps
  const { commit } = input.snapshot
  const shown = await library.open({ ...job.subject, commit })
  const isOurs = shown?.record.url === job.subject.url
  if (isOurs && (shown.record.key === key || shown.record.mainModel !== undefined)) {
    await run.publish({ publication: undefined, wikiKey: shown.record.key })
    return { written, over: shown.record.key === key ? fitting(shown, plan) : undefined }
  }
  const plainKey = cacheKey(job.subject.url, commit, generator.plain.fingerprint(job.options))
  if ((await cache.find(plainKey)) !== undefined) {
    const over = fitting(await library.openByKey(plainKey), plan)
    if (over !== undefined || !input.isRedivided) {
      await run.publish({ publication: undefined, wikiKey: plainKey })
      return { written, over }
    }
  }
  run.tell('Storing the wiki that the code alone gives')
  const verified = await verifyAndTell(plan, written, code, deps, run)
  const wiki = assembleWiki(plan, verified, code)
  const publication = await publishWiki({ ...input, wiki, verified, key: plainKey, isAnother: input.isRedivided }, { cache, generator: generator.plain }, settings)
  await run.publish({ publication, wikiKey: plainKey })
  await run.log('info', `The wiki that the code alone gives can be read${input.isRedivided ? ' with the new modules' : ''}: ${figure.count(wiki.pages.length, 'page')}`)
  return { written: verified.filter(({ page }) => page.slug !== plan.quality.slug), over: fitting(await library.openByKey(plainKey), plan) }
}

/** Equal settings promise equal pages only for one tree of modules. */
function fitting(wiki: OpenWiki | undefined, plan: WikiPlan): OpenWiki | undefined {
  return wiki !== undefined && JSON.stringify(wiki.tree()) === JSON.stringify(plan.tree) ? wiki : undefined
}
