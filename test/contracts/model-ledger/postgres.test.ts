import { afterAll, beforeAll, describe } from 'vitest'
import { postgresModelLedger } from '../../../src/documentation/adapters/postgres/postgres-model-ledger.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { modelLedgerContract, type ModelLedgerWorld } from './model-ledger-contract.js'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => server.close())

async function postgresWorld(): Promise<ModelLedgerWorld> {
  const settings = { url: server.url, applicationName: 'ledger test', schema: server.freshSchema(), maxConnections: 3 }
  const pool = openPool(settings, silentLogger)
  return { ledger: await postgresModelLedger(pool), close: () => pool.end() }
}

describe('model ledger on PostgreSQL', () => modelLedgerContract(postgresWorld))
