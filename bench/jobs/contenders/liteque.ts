import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrateDB, Runner, SqliteQueue, type buildDBClient } from 'liteque'
import type { Contender } from '../engine.js'
import { openForPeer } from './sqlite-driver.js'

/** It has no bell, only polling; the caller chooses. */
const pollIntervalMs = 10

/** `buildDBClient` sets synchronous=NORMAL. */
export function liteque(durability: 'FULL' | 'NORMAL'): Contender {
  return {
    name: `liteque 0.8.0, ${durability}`,
    isOurs: false,
    isVariant: durability !== 'FULL',
    conditions: `WAL, synchronous=${durability}${durability === 'NORMAL' ? ' (its own setting)' : ''}; polls every ${pollIntervalMs} ms; a job that is done is deleted`,
    open: async ({ folder, leaseMs = 60_000 }) => {
      const database = openForPeer(join(folder, 'liteque.db'))
      const settings = ['journal_mode = WAL', `synchronous = ${durability}`, 'cache_size = -65536', 'foreign_keys = ON', 'temp_store = MEMORY']
      for (const setting of settings) database.exec(`PRAGMA ${setting}`)
      Object.assign(database, { transaction: endsBeforeItsWork(database) })
      const client = drizzle(database as never) as unknown as ReturnType<typeof buildDBClient>
      migrateDB(client)
      const queue = new SqliteQueue<{ id: number }>('job', client, { defaultJobArgs: { numRetries: 5 }, keepFailedJobs: false })
      let runner: Runner<{ id: number }> | undefined
      let running: Promise<void> | undefined
      return {
        enqueue: async (id) => void (await queue.enqueue({ id })),
        work: async (concurrency, run) => {
          const one = { run: ({ data }: { readonly data: { readonly id: number } }) => run(data.id) }
          runner = new Runner<{ id: number }>(queue, one, { concurrency, timeoutSecs: leaseMs / 1000, pollIntervalMs })
          running = runner.run()
        },
        open: async () => {
          const { pending, pending_retry, running: taken } = await queue.stats()
          return pending + pending_retry + taken
        },
        close: async () => {
          runner?.stop()
          await running
          database.close()
        },
      }
    },
  }
}

/** Its claim is an async function, so its statements run after the COMMIT, each by itself; newer drivers refuse such a function. */
const endsBeforeItsWork = (database: ReturnType<typeof openForPeer>) => (work: (on: unknown) => unknown) => ({
  deferred: (on: unknown) => {
    database.exec('BEGIN')
    const result = work(on)
    database.exec('COMMIT')
    return result
  },
})
