import type { LedgerEntry, ModelLedger } from '../../model-ledger.js'

/** For one process; forgets with it. */
export function memoryModelLedger(): ModelLedger {
  const entries = new Map<string, LedgerEntry>()
  return {
    find: async (key) => entries.get(key),
    record: async (entry) => {
      const known = entries.get(entry.key)
      if (known !== undefined) return known
      entries.set(entry.key, entry)
      return entry
    },
    totals: async () => {
      const all = [...entries.values()]
      const sum = (count: (entry: LedgerEntry) => number) => all.reduce((total, entry) => total + count(entry), 0)
      return {
        calls: all.length,
        inputTokens: sum((entry) => entry.inputTokens),
        outputTokens: sum((entry) => entry.outputTokens),
        costUsd: sum((entry) => entry.costUsd ?? 0),
        callsOfUnknownCost: sum((entry) => (entry.costUsd === undefined ? 1 : 0)),
      }
    },
  }
}
