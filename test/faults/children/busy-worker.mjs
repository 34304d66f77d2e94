// A worker of the build on a queue in SQLite, whose work blocks the event loop: node busy-worker.mjs <database> <leaseMs> <blockMs>
// Prints `begun`, then what became of its outcome: `completed` or `refused`.
import { BackgroundWorker } from '../../../dist-modules/jobs/background-worker.js'
import { defaultRetryPolicy } from '../../../dist-modules/jobs/decide-outcome.js'
import { sqliteCheckpointStore } from '../../../dist-modules/jobs/adapters/sqlite/sqlite-checkpoint-store.js'
import { sqliteJobStore } from '../../../dist-modules/jobs/adapters/sqlite/sqlite-job-store.js'
import { memoryWakeUp } from '../../../dist-modules/jobs/adapters/memory/memory-wake-up.js'
import { bootId } from '../../../dist-modules/platform/boot-id.js'
import { systemClock } from '../../../dist-modules/platform/clock.js'
import { openDatabase } from '../../../dist-modules/platform/sqlite/open-database.js'

const [path, leaseMs, blockMs] = process.argv.slice(2)
const database = openDatabase(path, { durability: 'full' })
const store = sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })

const print = (line) => process.stdout.write(`${line}\n`)
const logger = { trace: print, debug: print, info: ({ outcome }) => print(outcome), warn: (_facts, text) => print(text), error: print, child: () => logger }

const run = async () => {
  print('begun')
  await new Promise((resolve) => setTimeout(resolve, 50))
  for (const end = Date.now() + Number(blockMs); Date.now() < end; );
  return { commitId: 'of the busy worker', wikiKey: 'k', fromCache: false, gaps: [], publication: undefined }
}
const worker = new BackgroundWorker(
  { store, checkpoints: sqliteCheckpointStore(database), wakeUp: memoryWakeUp(), clock: systemClock, logger, random: Math.random, run },
  { workerId: 'busy', concurrency: 1, leaseMs: Number(leaseMs), heartbeatMs: Number(leaseMs) / 3, pollMs: 10, maxCrashes: 3, retry: defaultRetryPolicy },
)
await worker.tick()
database.close()
