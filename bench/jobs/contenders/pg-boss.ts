import PgBoss from 'pg-boss'
import { silentLogger } from '../../../src/platform/logger.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import type { Contender } from '../engine.js'

/** It has no bell between processes, only polling; half a second is the shortest it takes. */
const pollingIntervalSeconds = 0.5

/** `nudged`: who enqueues wakes the workers, which only works within one process. */
export function pgBoss(url: string, freshSchema: () => string, nudged: boolean): Contender {
  return {
    name: `pg-boss 10.4.2${nudged ? ', nudged in process' : ''}`,
    conditions: `PostgreSQL, fsync on; polls every ${pollingIntervalSeconds} s, batches of 50`,
    async open() {
      const schema = freshSchema()
      const boss = new PgBoss({ connectionString: url, schema, max: 16, application_name: schema, supervise: false, schedule: false })
      boss.on('error', () => undefined)
      await boss.start()
      await boss.createQueue('job')
      const pool = openPool({ url, applicationName: schema, schema, maxConnections: 2 }, silentLogger)
      const workers: string[] = []
      return {
        enqueue: async (id) => {
          await boss.send('job', { id })
          if (nudged) for (const worker of workers) boss.notifyWorker(worker)
        },
        work: async (concurrency, done) => {
          const take = async (jobs: PgBoss.Job<{ id: number }>[]) => {
            for (const job of jobs) done(job.data.id)
          }
          for (let worker = 0; worker < concurrency; worker += 1)
            workers.push(await boss.work('job', { pollingIntervalSeconds, batchSize: 50 }, take))
        },
        open: async () =>
          (await pool.query<{ open: number }>(`SELECT count(*)::int AS open FROM ${schema}.job WHERE state < 'completed'`)).rows[0]?.open ??
          0,
        close: async () => {
          await boss.stop({ graceful: false, close: true })
          await pool.query(`DROP SCHEMA ${schema} CASCADE`)
          await pool.end()
        },
      }
    },
  }
}
