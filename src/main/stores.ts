import type { WikiArchive } from '../cache/wiki-archive.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { WikiRecords } from '../cache/wiki-records.js'
import type { WikiUpgrades } from '../cache/wiki-upgrades.js'
import type { ModelLedger } from '../documentation/model-ledger.js'
import type { SpendingBook } from '../documentation/spending-book.js'
import type { CheckpointStore } from '../jobs/checkpoint-store.js'
import type { JobStore } from '../jobs/job-store.js'
import type { ProgressFeed } from '../jobs/progress-feed.js'
import type { WakeUp } from '../jobs/wake-up.js'

/** Where everything is kept: in the data folder (`local-stores`), or in PostgreSQL for many machines (`shared-stores`). */
export interface Stores {
  readonly jobs: JobStore
  readonly checkpoints: CheckpointStore
  readonly feed: ProgressFeed
  readonly wakeUp: WakeUp
  readonly records: WikiRecords
  readonly upgrades: WikiUpgrades
  /** Where other machines find the wikis of this one. Undefined: there is no other. */
  readonly archive: WikiArchive | undefined
  readonly ledger: ModelLedger
  readonly spending: SpendingBook
  /** Makes a staged wiki visible that no job made. */
  readonly recordWiki: (wiki: PublishedWiki) => Promise<void>
  /** Begins to hear of new work; for processes that run jobs. */
  readonly hearWork: () => void
  /** Gives space back to the disk; returns how many pages. */
  readonly tidy: () => Promise<number>
  readonly close: () => Promise<void>
}
