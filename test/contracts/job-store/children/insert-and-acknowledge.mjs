// Inserts jobs for ever and prints each id once its insert has resolved. Killed by the test.
import { writeSync } from 'node:fs'
import { sqliteJobStore } from '../../../../dist-modules/jobs/adapters/sqlite/sqlite-job-store.js'
import { systemClock } from '../../../../dist-modules/platform/clock.js'
import { openDatabase } from '../../../../dist-modules/platform/sqlite/open-database.js'

const [path, prefix] = process.argv.slice(2)
const database = openDatabase(path, { durability: 'full' })
const store = sqliteJobStore({ database, clock: systemClock, bootId: 'boot-1', recordPublication: () => undefined })
const subject = { url: 'https://example.org/a/b', host: 'example.org', owner: 'a', name: 'b', revision: { kind: 'default' } }
const options = { include: [], exclude: [], noCache: false }
for (let count = 0; ; count++) {
  const id = `${prefix}-${String(count).padStart(12, '0')}`
  const { job } = await store.insert({ id, subject, options, openKey: id, submitter: 's', priority: 0, mainModel: undefined }, { queueSize: 1e9 })
  writeSync(1, `${job.id}\n`)
}
