import { uuidv7 } from 'uuidv7'
import { BackgroundWorker } from '../../../src/jobs/background-worker.js'
import type { CheckpointStore } from '../../../src/jobs/checkpoint-store.js'
import { defaultRetryPolicy } from '../../../src/jobs/decide-outcome.js'
import { defaultJobOptions } from '../../../src/jobs/job-status.js'
import type { CompletedResult } from '../../../src/jobs/job-run.js'
import type { JobStore, NewJob } from '../../../src/jobs/job-store.js'
import type { WakeUp } from '../../../src/jobs/wake-up.js'
import { systemClock } from '../../../src/platform/clock.js'
import { silentLogger } from '../../../src/platform/logger.js'
import type { OpenQueue } from '../engine.js'

export interface OurParts {
  readonly store: JobStore
  readonly checkpoints: CheckpointStore
  readonly wakeUp: WakeUp
  readonly hearWork: () => void
  readonly leaseMs: number | undefined
  readonly close: () => Promise<void>
}

const submitters = 10
const result: CompletedResult = { commitId: 'c'.repeat(40), wikiKey: 'wiki', fromCache: false, gaps: [], publication: undefined }

/** The product's store and worker, with the worker's own settings and work that takes no time. */
export function ourQueue({ store, checkpoints, wakeUp, hearWork, leaseMs = 30_000, close }: OurParts): OpenQueue {
  let worker: BackgroundWorker | undefined
  return {
    enqueue: async (id) => {
      await store.insert(newJob(id), { queueSize: 1_000_000 })
    },
    work: async (concurrency, run) => {
      const logger = silentLogger
      worker = new BackgroundWorker(
        {
          ...{ store, checkpoints, wakeUp, logger, clock: systemClock, random: Math.random },
          run: async (job) => {
            await run(Number(job.subject.name))
            return result
          },
        },
        {
          ...{ workerId: `bench-${process.pid}`, concurrency, leaseMs, heartbeatMs: leaseMs / 3, pollMs: 1_000 },
          ...{ maxCrashes: 3, retry: defaultRetryPolicy },
        },
      )
      hearWork()
      worker.start()
    },
    open: async () => {
      const { queued, processing } = await store.figures()
      return queued + processing
    },
    close: async () => {
      await worker?.stop(1_000)
      await close()
    },
  }
}

export function newJob(number: number): NewJob {
  const [host, owner, name] = ['example.org', 'owner', String(number)]
  const id = uuidv7()
  return {
    id,
    subject: { url: `https://${host}/${owner}/${name}`, host, owner, name, revision: { kind: 'default' } },
    options: defaultJobOptions,
    openKey: id,
    submitter: `client ${number % submitters}`,
    priority: 0,
    mainModel: undefined,
  }
}
