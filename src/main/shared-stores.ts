import { hostname } from 'node:os'
import type { Pool } from 'pg'
import type { PublishedWiki } from '../cache/published-wiki.js'
import { wikiMigrations } from '../cache/adapters/postgres/migrations.js'
import { PostgresWikiArchive } from '../cache/adapters/postgres/postgres-wiki-archive.js'
import type { WikiArchive } from '../cache/wiki-archive.js'
import { PostgresWikiRecords } from '../cache/adapters/postgres/postgres-wiki-records.js'
import { PostgresWikiUpgrades } from '../cache/adapters/postgres/postgres-wiki-upgrades.js'
import { isUpgrade } from '../cache/wiki-upgrades.js'
import { importSpending } from '../documentation/adapters/postgres/import-spending.js'
import { postgresModelLedger } from '../documentation/adapters/postgres/postgres-model-ledger.js'
import { postgresSpendingBook } from '../documentation/adapters/postgres/postgres-spending-book.js'
import type { CarriedSpending, SpendingExport } from '../documentation/stored-spending.js'
import { engineSchemaOf, migrateEngine } from '../jobs/adapters/graphile/graphile-engine.js'
import { GraphileWakeUp } from '../jobs/adapters/graphile/graphile-wake-up.js'
import type { JobDatabase } from '../jobs/adapters/postgres/context.js'
import { importJob } from '../jobs/adapters/postgres/import-job.js'
import { postgresCheckpointStore } from '../jobs/adapters/postgres/postgres-checkpoint-store.js'
import { postgresJobStore } from '../jobs/adapters/postgres/postgres-job-store.js'
import { postgresProgressFeed } from '../jobs/adapters/postgres/postgres-progress-feed.js'
import type { StoredJob } from '../jobs/stored-job.js'
import type { Logger } from '../platform/logger.js'
import { Bell } from '../platform/postgres/bell.js'
import { PostgresListener } from '../platform/postgres/listener.js'
import { migrate } from '../platform/postgres/migrate.js'
import { openPool, type PostgresSettings } from '../platform/postgres/open-pool.js'
import { query } from '../platform/postgres/query.js'
import { withTransaction } from '../platform/postgres/transaction.js'
import type { Stores } from './stores.js'

export interface SharedStoresSettings {
  /** `postgres://…` */
  readonly databaseUrl: string
  readonly databaseSchema: string
  /** Jobs that run at the same time in this process; each keeps a connection busy now and then. */
  readonly concurrency: number
}

export interface SharedStores extends Stores {
  readonly archive: WikiArchive
  /** See `importJob`. */
  readonly importJob: (stored: StoredJob) => Promise<boolean>
  /** See `importSpending`. */
  readonly importSpending: (spending: SpendingExport) => Promise<CarriedSpending>
}

const keepAliveMs = 5_000
/** Between two words to readers that something has changed: each costs a round trip, and wakes every process. */
const feedPauseMs = 50
/** One that listens, one that takes hints, one that rings. */
const engineConnections = 3

/**
 * One PostgreSQL that all processes of all machines share. Migrates under a lock.
 * @throws AppError `platform/database-unavailable`, `platform/newer-schema`
 */
export async function openSharedStores(settings: SharedStoresSettings, logger: Logger): Promise<SharedStores> {
  const connection: PostgresSettings = {
    url: settings.databaseUrl,
    applicationName: `codewiki ${hostname()} ${process.pid}`,
    schema: settings.databaseSchema,
  }
  const pool = openPool({ ...connection, maxConnections: settings.concurrency + 3 }, logger)
  // What the engine does by itself says only that a hint was taken: nothing is lost when a crash of the server undoes that.
  const enginePool = openPool({ ...connection, maxConnections: engineConnections, isDurable: false }, logger)
  try {
    return await openOn({ pool, enginePool }, connection, logger)
  } catch (error) {
    await Promise.all([pool.end(), enginePool.end()])
    throw error
  }
}

interface Pools {
  readonly pool: Pool
  readonly enginePool: Pool
}

async function openOn({ pool, enginePool }: Pools, connection: PostgresSettings, logger: Logger): Promise<SharedStores> {
  await query.get(pool, 'SELECT 1')
  const engine = { pool: enginePool, schema: engineSchemaOf(connection.schema), logger }
  await migrateEngine({ ...engine, pool })
  await migrate(pool, 'wikis', wikiMigrations)
  const wakeUp = new GraphileWakeUp(engine)
  const records = new PostgresWikiRecords(pool)
  const upgrades = new PostgresWikiUpgrades(pool)
  const channel = `${connection.schema} jobs`
  const hint: JobDatabase['hint'] = (client, jobIds, dueAt) => wakeUp.enqueueHint(client, jobIds, dueAt)
  const bell = new Bell(pool, { channel, pauseMs: feedPauseMs, logger })
  const changed = () => bell.ring()
  const jobs = await postgresJobStore({
    pool,
    changed,
    hint,
    added: () => wakeUp.ring('work'),
    recordPublication: (client, publication) =>
      isUpgrade(publication) ? upgrades.recordWith(client, publication) : records.recordWith(client, publication as PublishedWiki),
  })
  const ledger = await postgresModelLedger(pool)
  const spending = await postgresSpendingBook(pool)
  const listener = new PostgresListener({ ...connection, keepAliveMs }, logger)
  await listener.start()
  const feed = await postgresProgressFeed(listener, channel)
  return {
    jobs,
    checkpoints: postgresCheckpointStore({ pool }),
    feed,
    wakeUp,
    records,
    upgrades,
    archive: new PostgresWikiArchive(pool),
    ledger,
    spending,
    recordWiki: (wiki) => withTransaction(pool, (client) => records.recordWith(client, wiki)),
    importJob: (stored) => importJob({ pool, changed, hint }, stored, new Date()),
    importSpending: (spent) => importSpending(pool, spent),
    hearWork: () => wakeUp.start(),
    // PostgreSQL does so by itself.
    tidy: async () => 0,
    close: async () => {
      feed.close()
      await wakeUp.stop()
      await listener.stop()
      await Promise.all([pool.end(), enginePool.end()])
    },
  }
}
