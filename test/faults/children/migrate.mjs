// Opens the queue of a database, which brings it up to date: node migrate.mjs <database>. Prints `begun`, then `done`.
import { sqliteJobStore } from '../../../dist/jobs/adapters/sqlite/sqlite-job-store.js'
import { bootId } from '../../../dist/platform/boot-id.js'
import { systemClock } from '../../../dist/platform/clock.js'
import { openDatabase } from '../../../dist/platform/sqlite/open-database.js'

const database = openDatabase(process.argv[2], { durability: 'full' })
process.stdout.write('begun\n')
sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })
process.stdout.write('done\n')
