import type { Clock } from '../platform/clock.js'
import { callKey, type LedgerEntry, type ModelLedger } from './model-ledger.js'
import { SharedCalls } from './shared-calls.js'
import { noUsage, type TextAnswer, type TextModel, type TextRequest } from './text-model.js'

/**
 * Buys an answer only when the ledger does not hold it, and gives it out only when the ledger does. Equal calls under way at the same
 * time, in one process, are one call; whoever joins pays nothing.
 */
export function ledgerModel(model: TextModel, ledger: ModelLedger, clock: Clock): TextModel {
  const calls = new SharedCalls<TextAnswer>()
  return {
    complete: async (request, signal) => {
      signal.throwIfAborted()
      const key = callKey(request)
      const { value, joined } = await calls.run(key, signal, (shared) => findOrBuy(request, key, shared))
      return joined ? { text: value.text, usage: noUsage } : value
    },
  }

  async function findOrBuy(request: TextRequest, key: string, signal: AbortSignal): Promise<TextAnswer> {
    const known = await ledger.find(key)
    if (known !== undefined) return { text: known.text, usage: noUsage }
    signal.throwIfAborted()
    const answer = await model.complete(request, signal)
    // From here on it is paid for: it is recorded even when nobody waits for it any more.
    const { text } = await ledger.record(entryOf(request, key, answer))
    return { text, usage: answer.usage }
  }

  function entryOf({ model: name }: TextRequest, key: string, { text, usage }: TextAnswer): LedgerEntry {
    const { inputTokens, outputTokens, costUsd } = usage
    return { key, model: name, text, inputTokens, outputTokens, costUsd, finishedAt: clock.now() }
  }
}
