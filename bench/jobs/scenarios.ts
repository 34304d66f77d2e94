import { setTimeout as delay } from 'node:timers/promises'
import type { Contender, OpenQueue } from './engine.js'
import type { Lab } from './lab.js'
import { monotonicMs, WorkerProcess } from './worker-process.js'

export interface Figures {
  readonly enqueuePerSecond: number
  readonly completePerSecond: number
  /** From the call of enqueue to the start of the job, in one process and from one process to another. */
  readonly pickUpsMs: readonly number[]
  readonly pickUpsAcrossMs: readonly number[]
}

export interface Sizes {
  readonly jobs: number
  readonly rounds: number
  readonly pickUps: number
  readonly concurrency: number
  /** Callers that enqueue at the same time. */
  readonly callers: number
}

/** Of one round: who is slow is asked fewer times. */
const pickUpsWithinMs = 4_000

export async function measure(lab: Lab, contender: Contender, sizes: Sizes): Promise<Figures> {
  return {
    enqueuePerSecond: await lab.using(contender, (queue) => enqueueMany(queue, sizes)),
    completePerSecond: await lab.using(contender, (queue) => enqueueAndComplete(queue, sizes)),
    pickUpsMs: await lab.using(contender, (queue) => pickUps(queue, sizes)),
    pickUpsAcrossMs: await pickUpsAcross(lab, contender, sizes),
  }
}

/** The same jobs, not counted: a program that has just started runs code that is not compiled yet, and the more code, the longer. */
export async function warmUp(lab: Lab, contender: Contender, sizes: Sizes): Promise<void> {
  await lab.using(contender, (queue) => enqueueAndComplete(queue, sizes))
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
  await queue.work(sizes.concurrency, async () => void (done += 1))
  const start = performance.now()
  await enqueueMany(queue, sizes)
  while (done < sizes.jobs || (await queue.open()) > 0) await delay(5)
  return (sizes.jobs * 1000) / (performance.now() - start)
}

async function pickUps(queue: OpenQueue, sizes: Sizes): Promise<readonly number[]> {
  let started = (_atMs: number): void => undefined
  await queue.work(1, async () => started(monotonicMs()))
  return oneAtATime(queue, sizes, (listen) => (started = listen))
}

async function pickUpsAcross(lab: Lab, contender: Contender, sizes: Sizes): Promise<readonly number[]> {
  let worker: WorkerProcess | undefined
  const role = { kind: 'caller', worker: () => worker?.child } as const
  const work = async (queue: OpenQueue, place: Parameters<typeof WorkerProcess.start>[1]) => {
    const child = (worker = await WorkerProcess.start(contender, place, { concurrency: 1 }))
    const waits = await oneAtATime(queue, sizes, (listen) => (child.onStart = (_, atMs) => listen(atMs)))
    await child.kill()
    return waits
  }
  return lab.using(contender, work, { role })
}

/** With pauses in which the worker falls asleep. The first ones warm the connections and are not counted. */
async function oneAtATime(queue: OpenQueue, { pickUps: count }: Sizes, listen: (started: (atMs: number) => void) => void): Promise<number[]> {
  const waits: number[] = []
  const deadline = performance.now() + pickUpsWithinMs
  for (let at = -10; at < count && (at < 5 || performance.now() < deadline); at += 1) {
    await delay(15 + Math.random() * 10)
    const begun = new Promise<number>((resolve) => listen(resolve))
    const start = monotonicMs()
    await queue.enqueue(at)
    const wait = (await begun) - start
    if (at >= 0) waits.push(wait)
  }
  return waits
}
