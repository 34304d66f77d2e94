import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteCheckpointStore } from '../../../src/jobs/adapters/sqlite/sqlite-checkpoint-store.js'
import { sqliteJobStore } from '../../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import { sqliteProgressFeed } from '../../../src/jobs/adapters/sqlite/sqlite-progress-feed.js'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { sql } from '../../../src/platform/sqlite/prepared.js'
import { ManualClock } from '../../support/manual-clock.js'
import { newestLookedAt, refuse, type JobStoreWorld } from './job-store-world.js'

export interface SqliteWorld extends JobStoreWorld {
  readonly path: string
  /** The same file as another process would see it, after a boot when `bootId` differs. */
  readonly again: (bootId?: string) => JobStoreWorld['store']
}

/** Durability `normal`, for speed: what survives power loss is not what this suite is about. Publications are rows, as in the product. */
export async function sqliteWorld(): Promise<SqliteWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'codewiki-jobs-'))
  const path = join(folder, 'jobs.db')
  const clock = new ManualClock()
  const open = () => openDatabase(path, { durability: 'normal' })
  const database = open()
  database.exec('CREATE TABLE publications (value TEXT)')
  const recordPublication = (publication: unknown) => {
    sql.run(database, 'INSERT INTO publications VALUES (?)', JSON.stringify(publication))
    if (publication === refuse) throw new Error('refused')
  }
  const feedDatabase = open()
  const feed = sqliteProgressFeed(feedDatabase, 10)
  const others: ReturnType<typeof open>[] = []
  return {
    path,
    store: sqliteJobStore({ database, clock, bootId: 'boot-1', recordPublication, newestLookedAt }),
    checkpoints: sqliteCheckpointStore(database),
    feed,
    clock,
    get publications() {
      return sql
        .all<{ value: string }>(database, 'SELECT value FROM publications ORDER BY rowid')
        .map(({ value }) => JSON.parse(value) as unknown)
    },
    again: (bootId = 'boot-1') => {
      const other = open()
      others.push(other)
      return sqliteJobStore({ database: other, clock, bootId, recordPublication: () => undefined })
    },
    close: async () => {
      feed.close()
      for (const each of [database, feedDatabase, ...others]) each.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
