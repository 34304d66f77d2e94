import { postgresCheckpointStore } from '../../../src/jobs/adapters/postgres/postgres-checkpoint-store.js'
import { postgresJobStore } from '../../../src/jobs/adapters/postgres/postgres-job-store.js'
import { postgresProgressFeed } from '../../../src/jobs/adapters/postgres/postgres-progress-feed.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { Bell } from '../../../src/platform/postgres/bell.js'
import { PostgresListener } from '../../../src/platform/postgres/listener.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { query } from '../../../src/platform/postgres/query.js'
import { ManualClock } from '../../support/manual-clock.js'
import type { PostgresServer } from '../../support/postgres-server.js'
import { newestLookedAt, refuse, type JobStoreWorld } from './job-store-world.js'

/** A schema of its own on a real server. Publications are rows, as in the product. */
export async function postgresWorld(server: PostgresServer): Promise<JobStoreWorld> {
  const settings = { url: server.url, applicationName: 'codewiki test', schema: server.freshSchema() }
  const pool = openPool({ ...settings, maxConnections: 5 }, silentLogger)
  const clock = new ManualClock()
  const publications: unknown[] = []
  const channel = `jobs ${settings.schema}`
  const bell = new Bell(pool, { channel, logger: silentLogger })
  const store = await postgresJobStore({
    pool,
    changed: () => bell.ring(),
    pretend: clock,
    newestLookedAt,
    recordPublication: async (client, publication) => {
      await query.run(client, 'INSERT INTO publications (value) VALUES ($1)', JSON.stringify(publication))
      if (publication === refuse) throw new Error('refused')
      publications.push(publication)
    },
  })
  await pool.query('CREATE TABLE publications (value text)')
  const listener = new PostgresListener({ ...settings, keepAliveMs: 5_000 }, silentLogger)
  await listener.start()
  const feed = await postgresProgressFeed(listener, channel)
  return {
    store,
    checkpoints: postgresCheckpointStore({ pool }),
    feed,
    clock,
    publications,
    close: async () => {
      feed.close()
      await listener.stop()
      await pool.query(`DROP SCHEMA ${settings.schema} CASCADE`)
      await pool.end()
    },
  }
}
