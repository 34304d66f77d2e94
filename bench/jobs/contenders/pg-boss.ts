import PgBoss from 'pg-boss'
import { silentLogger } from '../../../src/platform/logger.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import type { Contender } from '../engine.js'

/** It has no bell between processes, only polling; half a second is the shortest it takes. */
const pollingIntervalSeconds = 0.5

/** `nudged`: who enqueues wakes the workers, which only works within one process. */
export function pgBoss(nudged: boolean): Contender {
  return {
    name: `pg-boss 10.4.2${nudged ? ', nudged in process' : ''}`,
    isOurs: false,
    isVariant: nudged,
    conditions: `fsync on; polls every ${pollingIntervalSeconds} s, batches of 50`,
    open: async ({ postgresUrl = '', name: schema, leaseMs }) => {
      const supervision = leaseMs === undefined ? { supervise: false } : { maintenanceIntervalSeconds: 1, monitorStateIntervalSeconds: 1 }
      const boss = new PgBoss({ connectionString: postgresUrl, schema, max: 16, application_name: schema, schedule: false, ...supervision })
      boss.on('error', () => undefined)
      await boss.start()
      await boss.createQueue('job')
      const pool = openPool({ url: postgresUrl, applicationName: schema, schema, maxConnections: 2 }, silentLogger)
      const expiry = leaseMs === undefined ? {} : { expireInSeconds: leaseMs / 1000, retryLimit: 5 }
      const workers: string[] = []
      return {
        enqueue: async (id) => {
          await boss.send('job', { id }, expiry)
          if (nudged) for (const worker of workers) boss.notifyWorker(worker)
        },
        work: async (concurrency, run) => {
          const take = async (jobs: PgBoss.Job<{ id: number }>[]) => {
            for (const job of jobs) await run(job.data.id)
          }
          for (let worker = 0; worker < concurrency; worker += 1)
            workers.push(await boss.work('job', { pollingIntervalSeconds, batchSize: leaseMs === undefined ? 50 : 1 }, take))
        },
        open: async () =>
          (await pool.query<{ open: number }>(`SELECT count(*)::int AS open FROM ${schema}.job WHERE state < 'completed'`)).rows[0]?.open ??
          0,
        close: async () => {
          await boss.stop({ graceful: false, close: true })
          await pool.end()
        },
      }
    },
  }
}
