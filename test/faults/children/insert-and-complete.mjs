// Submits jobs for ever and completes every second one; prints `<id> queued` or `<id> completed` once that is promised. Killed by the test.
import { writeSync } from 'node:fs'
import { sqliteJobStore } from '../../../dist-modules/jobs/adapters/sqlite/sqlite-job-store.js'
import { bootId } from '../../../dist-modules/platform/boot-id.js'
import { systemClock } from '../../../dist-modules/platform/clock.js'
import { openDatabase } from '../../../dist-modules/platform/sqlite/open-database.js'

const database = openDatabase(process.argv[2], { durability: 'full' })
const store = sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })
const subject = { url: 'https://example.org/a/b', host: 'example.org', owner: 'a', name: 'b', revision: { kind: 'default' } }
const options = { include: [], exclude: [], noCache: false }
const completed = { kind: 'completed', commitId: 'c'.repeat(40), wikiKey: 'wiki', fromCache: false, gaps: [], publication: undefined }
const tell = (id, what) => writeSync(1, `${id} ${what}\n`)
for (let count = 0; ; count++) {
  const id = `01900000-0000-7000-8000-${String(count).padStart(12, '0')}`
  await store.insert({ id, subject, options, openKey: id, submitter: 's', priority: 0, mainModel: undefined }, { queueSize: 1e9 })
  tell(id, 'queued')
  if (count % 2 === 0) continue
  const { job, lease } = await store.claim({ workerId: 'w', leaseMs: 60_000, maxCrashes: 3 })
  await store.settle(lease, completed)
  tell(job.id, 'completed')
}
