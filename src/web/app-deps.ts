import type { CacheManager } from '../cache/cache-manager.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import type { JobStore } from '../jobs/job-store.js'
import type { ProgressFeed } from '../jobs/progress-feed.js'
import type { WakeUp } from '../jobs/wake-up.js'
import type { ComparePublished } from '../pipeline/compare-published.js'
import type { EstimateRepository } from '../pipeline/estimate-repository.js'
import type { SubmitRepository } from '../pipeline/submit-repository.js'
import type { Clock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'

/** What the web layer needs; the composition root fills it in. */
export interface AppDeps {
  readonly jobs: JobStore
  readonly wakeUp: WakeUp
  readonly feed: ProgressFeed
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly submit: SubmitRepository
  readonly estimate: EstimateRepository
  readonly compare: ComparePublished
  /** Highlights a source file in another process. One HTML string per line. */
  readonly highlight: (text: string, language: string | undefined) => Promise<readonly string[]>
  /** Empty when ready; else a sentence per reason. */
  readonly readiness: () => Promise<readonly string[]>
  readonly clock: Clock
  readonly logger: Logger
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
  /** Folder with the built browser assets. */
  readonly assetsFolder: string
}
