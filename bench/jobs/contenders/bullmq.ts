import { Queue, Worker } from 'bullmq'
import type { Contender } from '../engine.js'

export const bullmq: Contender = {
  name: 'BullMQ 6.7.0',
  isOurs: false,
  isVariant: false,
  conditions: 'Redis, appendonly yes, appendfsync always',
  open: async ({ redisPort: port = 0, name, leaseMs }) => {
    const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null }
    const queue = new Queue<{ id: number }>(name, { connection })
    await queue.waitUntilReady()
    let worker: Worker<{ id: number }> | undefined
    return {
      enqueue: async (id) => void (await queue.add('job', { id })),
      work: async (concurrency, run) => {
        const lock = leaseMs === undefined ? {} : { lockDuration: leaseMs, stalledInterval: leaseMs, maxStalledCount: 5 }
        worker = new Worker<{ id: number }>(name, ({ data }) => run(data.id), { connection, concurrency, ...lock })
        worker.on('error', () => undefined)
        await worker.waitUntilReady()
      },
      open: () => queue.getJobCountByTypes('waiting', 'active', 'delayed'),
      close: async () => {
        await worker?.close()
        await queue.close()
      },
    }
  },
}
