import { describe } from 'vitest'
import { memorySpendingBook } from '../../../src/documentation/adapters/memory/memory-spending-book.js'
import { ManualClock } from '../../support/manual-clock.js'
import { spendingBookContract, type SpendingBookWorld } from './spending-book-contract.js'

async function memoryWorld(): Promise<SpendingBookWorld> {
  const clock = new ManualClock()
  return { book: memorySpendingBook(clock), dayPasses: async () => clock.advance(86_400_000), close: async () => undefined }
}

describe('spending book in memory', () => spendingBookContract(memoryWorld))
