import type { CacheManager } from '../cache/cache-manager.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import type { SpendingBook } from '../documentation/spending-book.js'
import type { JobStore } from '../jobs/job-store.js'
import type { ProgressFeed } from '../jobs/progress-feed.js'
import type { WakeUp } from '../jobs/wake-up.js'
import type { ComparePublished } from '../pipeline/compare-published.js'
import type { EstimateRepository } from '../pipeline/estimate-repository.js'
import type { SubmitRepository } from '../pipeline/submit-repository.js'
import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import type { RepositoryInput, RepositoryRef } from '../repositories/repository-ref.js'

/** What the web layer needs; the composition root fills it in. */
export interface AppDeps {
  readonly jobs: JobStore
  readonly wakeUp: WakeUp
  readonly feed: ProgressFeed
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly submit: SubmitRepository
  readonly estimate: EstimateRepository
  /** Who is meant, without asking anybody. @throws AppError `repositories/invalid-url` and its kin */
  readonly parse: (input: RepositoryInput) => RepositoryRef
  readonly compare: ComparePublished
  readonly spending: Pick<SpendingBook, 'totals'>
  /** Highlights a source file in another process. One HTML string per line. */
  readonly highlight: (text: string, language: string | undefined) => Promise<readonly string[]>
  /** Empty when ready; else a sentence per reason. */
  readonly readiness: () => Promise<readonly string[]>
  readonly clock: Clock
  readonly logger: Logger
}

/** A language model that explains pages, for whoever may want to buy that. */
export interface ModelOffer {
  readonly name: string
  /** What calls to it, and to those that help it out, cost is configured, so that limits can be in money. */
  readonly isPriced: boolean
}

export interface AppSettings {
  readonly version: string
  readonly host: string
  readonly port: number
  /** Host header values that are served besides the loopback names: `wiki.example.org`. */
  readonly allowedHosts: readonly string[]
  /** Take the client address from X-Forwarded-For. Only behind a proxy that sets it. */
  readonly trustProxy: boolean
  readonly queueSize: number
  /** Whether the form and API accept local paths (below configured roots). */
  readonly localPaths: boolean
  /** Repository offered on the first visit: CodeWiki's own. */
  readonly exampleRepository: string
  readonly submitsPerMinute: number
  readonly docsRetryCooldownMs: number
  /** Undefined: pages come from the code alone. */
  readonly model?: ModelOffer
  /** Folder with the built browser assets. */
  readonly assetsFolder: string
}
