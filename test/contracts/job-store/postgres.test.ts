import { afterAll, beforeAll, describe } from 'vitest'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { jobStoreContract } from './job-store-contract.js'
import { postgresWorld } from './postgres-world.js'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => server.close())

// Each random history gets a schema of its own, which takes its time.
describe('job store on PostgreSQL', () => jobStoreContract(() => postgresWorld(server), { modelRuns: 30 }))
