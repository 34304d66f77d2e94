// Claims, reports and completes until the queue is empty; prints a line per job that it has settled.
import { writeSync } from 'node:fs'
import { sqliteJobStore } from '../../../../dist-modules/jobs/adapters/sqlite/sqlite-job-store.js'
import { systemClock } from '../../../../dist-modules/platform/clock.js'
import { openDatabase } from '../../../../dist-modules/platform/sqlite/open-database.js'

const [path, workerId] = process.argv.slice(2)
const database = openDatabase(path, { durability: 'normal' })
const store = sqliteJobStore({ database, clock: systemClock, bootId: 'boot-1', recordPublication: () => undefined })
const progress = { stage: 'writing', message: 'on', percent: 50 }
for (;;) {
  const claim = await store.claim({ workerId, leaseMs: 30_000, maxCrashes: 3 })
  if (claim === undefined) break
  const reported = await store.report(claim.lease, { progress, events: [{ level: 'info', stage: 'writing', message: workerId }] })
  const settled = await store.settle(claim.lease, {
    kind: 'completed',
    commitId: 'c',
    wikiKey: 'k',
    fromCache: false,
    gaps: [],
    publication: undefined,
  })
  writeSync(1, `${claim.job.id} ${reported && settled}\n`)
}
