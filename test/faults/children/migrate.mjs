// Opens the queue of a database, which brings it up to date: node migrate.mjs <database>. Prints `begun`, then `done`.
import { sqliteJobStore } from '../../../dist-modules/jobs/adapters/sqlite/sqlite-job-store.js'
import { bootId } from '../../../dist-modules/platform/boot-id.js'
import { systemClock } from '../../../dist-modules/platform/clock.js'
import { openDatabase } from '../../../dist-modules/platform/sqlite/open-database.js'

const database = openDatabase(process.argv[2], { durability: 'full' })
process.stdout.write('begun\n')
sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })
process.stdout.write('done\n')
