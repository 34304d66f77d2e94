import { setTimeout as delay } from 'node:timers/promises'
import { Logger, makeWorkerUtils, run as startRunner, runMigrations, type Runner, type RunnerOptions } from 'graphile-worker'
import { silentLogger } from '../../../src/platform/logger.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import type { Contender } from '../engine.js'

const quiet = new Logger(() => () => undefined)

/** Without or with its own tuning: jobs fetched in batches, completions noted in batches. */
export function graphileWorker(tuned: boolean): Contender {
  return {
    name: `graphile-worker 0.17.3${tuned ? ', batches' : ''}`,
    isOurs: false,
    isVariant: tuned,
    conditions: 'fsync on; a job that is done is deleted',
    open: async ({ postgresUrl: url = '', name: schema }) => {
      const pgPool = openPool({ url, applicationName: schema, schema, maxConnections: 16 }, silentLogger)
      const batches = { localQueue: { size: 100 }, completeJobBatchDelay: 0 }
      const options: RunnerOptions = {
        pgPool,
        schema,
        logger: quiet,
        noHandleSignals: true,
        parsedCronItems: [],
        ...(tuned ? { preset: { worker: batches } } : {}),
      }
      await runMigrations(options)
      const utils = await makeWorkerUtils(options)
      let runner: Runner | undefined
      const open = async () => (await pgPool.query<{ open: number }>(`SELECT count(*)::int AS open FROM ${schema}.jobs`)).rows[0]?.open ?? 0
      return {
        enqueue: async (id) => void (await utils.addJob('job', { id })),
        work: async (concurrency, run) => {
          const job = (payload: unknown) => run((payload as { id: number }).id)
          runner = await startRunner({ ...options, concurrency, taskList: { job } })
        },
        open,
        close: async () => {
          // It does not wait for completions that are under way, and they would fail.
          while (runner !== undefined && (await open()) > 0) await delay(5)
          await runner?.stop()
          await utils.release()
          await pgPool.end()
        },
      }
    },
  }
}
