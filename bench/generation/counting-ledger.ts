import { memoryModelLedger } from '../../src/documentation/adapters/memory/memory-model-ledger.js'
import type { LedgerEntry, ModelLedger } from '../../src/documentation/model-ledger.js'

/** What one wiki asked for: every answer it used, and which of them had to be bought. */
export interface Asked {
  calls: number
  tokens: number
  paidCalls: number
  paidTokens: number
}

/** Remembers all answers, and counts what is asked for since it was last told to begin anew. */
export class CountingLedger implements ModelLedger {
  readonly #kept = memoryModelLedger()
  #used = new Map<string, { readonly entry: LedgerEntry; readonly paid: boolean }>()

  begin(): void {
    this.#used = new Map()
  }

  asked(): Asked {
    const sum: Asked = { calls: 0, tokens: 0, paidCalls: 0, paidTokens: 0 }
    for (const { entry, paid } of this.#used.values()) {
      const tokens = entry.inputTokens + entry.outputTokens
      sum.calls += 1
      sum.tokens += tokens
      sum.paidCalls += Number(paid)
      sum.paidTokens += paid ? tokens : 0
    }
    return sum
  }

  async find(key: string): Promise<LedgerEntry | undefined> {
    const entry = await this.#kept.find(key)
    if (entry !== undefined && !this.#used.has(key)) this.#used.set(key, { entry, paid: false })
    return entry
  }

  async record(entry: LedgerEntry): Promise<LedgerEntry> {
    this.#used.set(entry.key, { entry, paid: true })
    return this.#kept.record(entry)
  }

  readonly totals: ModelLedger['totals'] = () => this.#kept.totals()
}
