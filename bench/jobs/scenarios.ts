import { setTimeout as delay } from 'node:timers/promises'
import type { Contender, OpenQueue } from './engine.js'

export interface Figures {
  readonly name: string
  readonly conditions: string
  readonly enqueuePerSecond: number
  readonly completePerSecond: number
  readonly pickUpP50Ms: number
  readonly pickUpP99Ms: number
}

export interface Sizes {
  readonly jobs: number
  readonly pickUps: number
  readonly concurrency: number
  /** Callers that enqueue at the same time. */
  readonly callers: number
}

export async function measure(contender: Contender, sizes: Sizes): Promise<Figures> {
  const enqueued = await using(contender, (queue) => enqueueMany(queue, sizes))
  const completed = await using(contender, (queue) => enqueueAndComplete(queue, sizes))
  const waits = (await using(contender, (queue) => pickUps(queue, sizes))).toSorted((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN
  return {
    name: contender.name,
    conditions: contender.conditions,
    enqueuePerSecond: enqueued,
    completePerSecond: completed,
    pickUpP50Ms: at(0.5),
    pickUpP99Ms: at(0.99),
  }
}

async function using<T>(contender: Contender, work: (queue: OpenQueue) => Promise<T>): Promise<T> {
  const queue = await contender.open()
  try {
    return await work(queue)
  } finally {
    await queue.close()
  }
}

/** Jobs a second that several callers put in, nobody working. */
async function enqueueMany(queue: OpenQueue, { jobs, callers }: Sizes): Promise<number> {
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < jobs) await queue.enqueue(next++)
    }),
  )
  return (jobs * 1000) / (performance.now() - start)
}

/** Jobs a second from the first enqueue to when the queue has noted the last as done, enqueued and worked at the same time. */
async function enqueueAndComplete(queue: OpenQueue, sizes: Sizes): Promise<number> {
  let done = 0
  await queue.work(sizes.concurrency, () => (done += 1))
  const start = performance.now()
  await enqueueMany(queue, sizes)
  while (done < sizes.jobs || (await queue.open()) > 0) await delay(5)
  return (sizes.jobs * 1000) / (performance.now() - start)
}

/** From the call of enqueue to the start of the job, one at a time, with pauses in which the worker falls asleep. */
async function pickUps(queue: OpenQueue, { pickUps: count }: Sizes): Promise<number[]> {
  let started = (): void => undefined
  await queue.work(1, () => started())
  const waits: number[] = []
  // The first ones warm the connections and are not counted.
  for (let at = -10; at < count; at += 1) {
    await delay(15 + Math.random() * 10)
    const begun = new Promise<void>((resolve) => (started = resolve))
    const start = performance.now()
    await queue.enqueue(at)
    await begun
    if (at >= 0) waits.push(performance.now() - start)
  }
  return waits
}
