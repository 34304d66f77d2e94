import type { PublishedWiki } from '../cache/published-wiki.js'
import { SqliteWikiRecords } from '../cache/adapters/sqlite/sqlite-wiki-records.js'
import { SqliteWikiUpgrades } from '../cache/adapters/sqlite/sqlite-wiki-upgrades.js'
import { isUpgrade } from '../cache/wiki-upgrades.js'
import { sqliteModelLedger } from '../documentation/adapters/sqlite/sqlite-model-ledger.js'
import { sqliteSpendingBook } from '../documentation/adapters/sqlite/sqlite-spending-book.js'
import { sqliteCheckpointStore } from '../jobs/adapters/sqlite/sqlite-checkpoint-store.js'
import { sqliteJobStore } from '../jobs/adapters/sqlite/sqlite-job-store.js'
import { sqliteProgressFeed } from '../jobs/adapters/sqlite/sqlite-progress-feed.js'
import type { WakeUp } from '../jobs/wake-up.js'
import { bootId } from '../platform/boot-id.js'
import { systemClock } from '../platform/clock.js'
import { closeDatabase } from '../platform/sqlite/close-database.js'
import { openDatabase, releasePages } from '../platform/sqlite/open-database.js'
import type { Stores } from './stores.js'

const feedIntervalMs = 100
/** 16 MiB. */
const pagesAtOnce = 4_096

/** One SQLite file that all processes of this machine share. */
export function openLocalStores(databaseFile: string, wakeUp: WakeUp): Stores {
  const database = openDatabase(databaseFile, { durability: 'full' })
  const records = new SqliteWikiRecords(database)
  const upgrades = new SqliteWikiUpgrades(database, systemClock)
  const watching = openDatabase(databaseFile, { durability: 'full' })
  const feed = sqliteProgressFeed(watching, feedIntervalMs)
  return {
    jobs: sqliteJobStore({
      database,
      clock: systemClock,
      bootId: bootId(),
      recordPublication: (publication) => (isUpgrade(publication) ? upgrades.record(publication) : records.record(publication as PublishedWiki)),
      added: () => wakeUp.notify(),
    }),
    checkpoints: sqliteCheckpointStore(database),
    feed,
    wakeUp,
    records,
    upgrades,
    archive: undefined,
    ledger: sqliteModelLedger(database),
    spending: sqliteSpendingBook(database, systemClock),
    recordWiki: async (wiki) => records.record(wiki),
    hearWork: () => undefined,
    tidy: async () => releasePages(database, pagesAtOnce),
    close: async () => {
      feed.close()
      watching.close()
      closeDatabase(database)
    },
  }
}
