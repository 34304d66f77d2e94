import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SqliteWikiRecords } from '../cache/adapters/sqlite/sqlite-wiki-records.js'
import type { MigrationReport } from '../cli/cli-deps.js'
import { exportSpending } from '../documentation/adapters/sqlite/export-spending.js'
import { exportModelCalls } from '../documentation/adapters/sqlite/sqlite-model-ledger.js'
import { toUsd } from '../documentation/model-price.js'
import { exportJobs, hasRunningJobs } from '../jobs/adapters/sqlite/export-jobs.js'
import { sqliteJobStore } from '../jobs/adapters/sqlite/sqlite-job-store.js'
import { AppError } from '../platform/app-error.js'
import { bootId } from '../platform/boot-id.js'
import { systemClock } from '../platform/clock.js'
import { createLogger } from '../platform/logger.js'
import { closeDatabase } from '../platform/sqlite/close-database.js'
import { openDatabase, type Database } from '../platform/sqlite/open-database.js'
import type { WebAppConfig } from './config.js'
import { openSharedStores, type SharedStores } from './shared-stores.js'
import { folders } from './workspace.js'

/**
 * Carries jobs, wikis, the ledger of paid calls and what was spent from the data folder to the PostgreSQL of the settings. Takes nothing
 * away, and can be repeated: what is there already stays as it is.
 * @throws AppError `store/no-database-url`, `store/nothing-to-migrate`, `store/in-use`
 */
export async function migrateStore(config: WebAppConfig): Promise<MigrationReport> {
  const { databaseUrl, databaseSchema, concurrency, dataDir } = config
  const at = folders(dataDir)
  if (databaseUrl === undefined) throw noDatabaseUrl()
  if (!existsSync(at.database)) throw nothingToMigrate(dataDir)
  const database = openDatabase(at.database, { durability: 'full' })
  try {
    requireIdle(database)
    const target = await openSharedStores({ databaseUrl, databaseSchema, concurrency }, createLogger(config.logLevel))
    try {
      // Jobs last: one that is complete there has its wiki there, and one that a worker goes on with at once finds what is paid for and spent.
      const wikis = await carryWikis(database, at.wikis, target)
      const modelCalls = await carryModelCalls(database, target)
      const { tokens, nanoUsd, days } = await target.importSpending(exportSpending(database))
      return { wikis, modelCalls, spent: { tokens, usd: toUsd(nanoUsd), days }, jobs: await carryJobs(database, target) }
    } finally {
      await target.close()
    }
  } finally {
    closeDatabase(database)
  }
}

/** Opening the store brings an older folder up to date first. */
function requireIdle(database: Database): void {
  const place = { database, clock: systemClock, bootId: bootId() }
  sqliteJobStore({ ...place, recordPublication: () => undefined })
  if (!hasRunningJobs(place)) return
  throw new AppError('store/in-use', 'conflict', 'A worker is running jobs of this data folder.', {
    advice: 'Stop the server first; what runs is handed back and goes on after the move.',
  })
}

async function carryWikis(database: Database, folder: string, target: SharedStores): Promise<number> {
  let carried = 0
  for (const wiki of await new SqliteWikiRecords(database).list()) {
    const path = join(folder, wiki.location)
    if ((await target.records.find(wiki.key)) !== undefined || !existsSync(path)) continue
    await target.archive.store(wiki.location, path)
    await target.recordWiki(wiki)
    carried += 1
  }
  return carried
}

async function carryJobs(database: Database, target: SharedStores): Promise<number> {
  let carried = 0
  for (const stored of exportJobs(database)) if (await target.importJob(stored)) carried += 1
  return carried
}

async function carryModelCalls(database: Database, target: SharedStores): Promise<number> {
  let carried = 0
  for (const call of exportModelCalls(database)) {
    if ((await target.ledger.find(call.key)) !== undefined) continue
    await target.ledger.record(call)
    carried += 1
  }
  return carried
}

const noDatabaseUrl = (): AppError =>
  new AppError('store/no-database-url', 'invalid', 'No PostgreSQL to migrate to is set.', {
    advice: 'Set DATABASE_URL=postgres://user:password@host/database and run this again.',
  })

const nothingToMigrate = (dataDir: string): AppError =>
  new AppError('store/nothing-to-migrate', 'missing', `There is no CodeWiki data in ${dataDir}.`, {
    advice: 'Name the folder with --data-dir.',
  })
