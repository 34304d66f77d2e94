import { describe } from 'vitest'
import { memoryModelLedger } from '../../../src/documentation/adapters/memory/memory-model-ledger.js'
import { modelLedgerContract } from './model-ledger-contract.js'

describe('model ledger in memory', () => modelLedgerContract(async () => ({ ledger: memoryModelLedger(), close: async () => undefined })))
