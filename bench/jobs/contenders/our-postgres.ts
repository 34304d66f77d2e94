import { openSharedStores } from '../../../src/main/shared-stores.js'
import { silentLogger } from '../../../src/platform/logger.js'
import type { Contender } from '../engine.js'
import { ourQueue } from './our-queue.js'

/** As `compose` joins it: our tables hold the truth, graphile-worker is the bell between processes. */
export const ourPostgres: Contender = {
  name: 'CodeWiki, PostgreSQL',
  isOurs: true,
  isVariant: false,
  conditions: 'fsync on; leases, fencing, fair turns, a log per job',
  open: async ({ postgresUrl = '', name, leaseMs }) => {
    const stores = await openSharedStores({ databaseUrl: postgresUrl, databaseSchema: name, concurrency: 10 }, silentLogger)
    return ourQueue({ ...stores, store: stores.jobs, leaseMs })
  },
}
