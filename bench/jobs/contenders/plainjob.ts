import { join } from 'node:path'
import { defineQueue, defineWorker, JobStatus, type Connection } from 'plainjob'
import type { Contender } from '../engine.js'
import { openForPeer } from './sqlite-driver.js'

/** It has no bell, only polling; its default is a second. */
const pollIntervall = 10
const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined }

/** It sets synchronous=NORMAL by itself. */
export function plainjob(durability: 'FULL' | 'NORMAL'): Contender {
  return {
    name: `plainjob 0.0.14, ${durability}`,
    isOurs: false,
    isVariant: durability !== 'FULL',
    conditions: `WAL, synchronous=${durability}${durability === 'NORMAL' ? ' (its own setting)' : ''}; polls every ${pollIntervall} ms (default 1 s)`,
    open: async ({ folder, leaseMs }) => {
      const database = openForPeer(join(folder, 'plainjob.db'))
      const connection = {
        driver: 'better-sqlite3',
        filename: folder,
        pragma: (text) => database.exec(`PRAGMA ${text}`),
        exec: (text) => database.exec(text),
        prepare: (text) => database.prepare(text),
        transaction: (work: (...values: unknown[]) => unknown) => database.transaction(work),
        close: () => database.close(),
      } as Connection
      const timeout = leaseMs === undefined ? {} : { timeout: leaseMs, maintenanceInterval: 1_000 }
      const queue = defineQueue({ connection, logger: quiet, ...timeout })
      database.exec(`PRAGMA synchronous = ${durability}`)
      const workers: ReturnType<typeof defineWorker>[] = []
      return {
        enqueue: async (id) => void queue.add('job', { id }),
        work: async (concurrency, run) => {
          const one = ({ data }: { readonly data: string }) => run((JSON.parse(data) as { id: number }).id)
          for (let at = 0; at < concurrency; at += 1) workers.push(defineWorker('job', one, { queue, logger: quiet, pollIntervall }))
          for (const worker of workers) void worker.start()
        },
        open: async () => queue.countJobs({ status: JobStatus.Pending }) + queue.countJobs({ status: JobStatus.Processing }),
        close: async () => {
          await Promise.all(workers.map((worker) => worker.stop()))
          queue.close()
        },
      }
    },
  }
}
