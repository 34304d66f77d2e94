import type { CacheManager } from '../cache/cache-manager.js'
import { cacheKey } from '../cache/cache-key.js'
import type { JobOptions, JobStatus } from '../jobs/job-status.js'
import type { JobStore } from '../jobs/job-store.js'
import { AppError } from '../platform/app-error.js'
import type { Logger } from '../platform/logger.js'
import type { RepositoryInput, RepositoryRef } from '../repositories/repository-ref.js'
import { openKey } from './open-key.js'

export interface SubmitDeps {
  readonly jobs: JobStore
  readonly cache: CacheManager
  /** @throws AppError `repositories/invalid-url` and its kin */
  readonly parse: (input: RepositoryInput) => RepositoryRef
  readonly fingerprint: (options: JobOptions) => string
  readonly logger: Logger
}

export interface SubmitSettings {
  readonly queueSize: number
  readonly queueSizePerSubmitter?: number | undefined
  readonly mainModel: string | undefined
  /** Models that a job may ask and whose price nobody configured; with any, a job cannot be given a limit in money. */
  readonly unpricedModels: readonly string[]
}

export interface Submission {
  readonly input: RepositoryInput
  readonly options: JobOptions
  readonly submitter: string
  readonly priority: number
}

/** `created`: a new job. `open`: the same request was open already. `cached`: the wiki is there. */
export interface Submitted {
  readonly job: JobStatus
  readonly outcome: 'created' | 'open' | 'cached'
}

export type SubmitRepository = (submission: Submission) => Promise<Submitted>

/** A request becomes a durable job, or the job or wiki that answers it already. Touches no network. */
export function makeSubmitRepository(deps: SubmitDeps, settings: SubmitSettings): SubmitRepository {
  return async ({ input, options, submitter, priority }) => {
    const ref = deps.parse(input)
    requirePrice(options, settings)
    const fingerprint = deps.fingerprint(options)
    const cached = options.noCache ? undefined : await findCached(ref, fingerprint, deps)
    if (cached !== undefined) return { job: cached, outcome: 'cached' }

    const { job, created } = await deps.jobs.insert(
      { subject: ref, options, openKey: openKey(ref, fingerprint, options), submitter, priority, mainModel: options.prose === false ? undefined : settings.mainModel },
      settings,
    )
    return { job, outcome: created ? 'created' : 'open' }
  }
}

/** Only a request that names its full commit can be answered before the remote was asked. */
async function findCached(ref: RepositoryRef, fingerprint: string, deps: SubmitDeps): Promise<JobStatus | undefined> {
  if (ref.revision.kind !== 'commit') return undefined
  try {
    const wiki = await deps.cache.find(cacheKey(ref.url, ref.revision.id, fingerprint))
    if (wiki === undefined || wiki.gaps.length > 0) return undefined
    const job = await deps.jobs.find(wiki.jobId)
    // A job publishes the wiki that the code alone gives on its way to another.
    return job?.status === 'completed' && job.wikiKey === wiki.key ? job : undefined
  } catch (error) {
    deps.logger.warn({ err: error }, 'the cache could not be asked; the job is queued')
    return undefined
  }
}

/** @throws AppError `documentation/price-unknown` */
function requirePrice({ maxCostUsd, prose = true }: JobOptions, { mainModel, unpricedModels }: SubmitSettings): void {
  if (maxCostUsd === undefined || !prose || mainModel === undefined || unpricedModels.length === 0) return
  throw new AppError('documentation/price-unknown', 'invalid', `What ${unpricedModels.join(' and ')} costs is not configured here, so no limit in money can be kept.`, {
    advice: 'Limit the tokens instead (max_tokens), or have the operator set LLM_PRICES, or LLM_PRICE_INPUT and LLM_PRICE_OUTPUT.',
  })
}
