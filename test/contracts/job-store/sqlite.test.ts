import { describe } from 'vitest'
import { jobStoreContract } from './job-store-contract.js'
import { sqliteWorld } from './sqlite-world.js'

describe('job store on SQLite', () => jobStoreContract(sqliteWorld))
