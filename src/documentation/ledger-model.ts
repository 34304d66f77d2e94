import type { Clock } from '../platform/clock.js'
import { isBudgetReached } from './budget-reached.js'
import { callKey, type LedgerEntry, type ModelLedger } from './model-ledger.js'
import { SharedCalls } from './shared-calls.js'
import { noUsage, type ModelUsage, type TextAnswer, type TextModel, type TextRequest } from './text-model.js'

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
      const ask = async (): Promise<TextAnswer> => {
        const { value, joined } = await calls.run(key, signal, (shared) => findOrBuy(request, key, shared))
        return joined ? { ...value, usage: noUsage } : value
      }
      const wasUnderWay = calls.isUnderWay(key)
      try {
        return await ask()
      } catch (error) {
        // Whoever began the call could not pay for it; that says nothing about who joined.
        if (!wasUnderWay || !isBudgetReached(error)) throw error
        return ask()
      }
    },
  }

  async function findOrBuy(request: TextRequest, key: string, signal: AbortSignal): Promise<TextAnswer> {
    const known = await ledger.find(key)
    if (known !== undefined) return answerOf(known, noUsage)
    signal.throwIfAborted()
    const answer = await model.complete(request, signal)
    // From here on it is paid for: it is recorded even when nobody waits for it any more.
    return answerOf(await ledger.record(entryOf(request, key, answer)), answer.usage)
  }

  function entryOf({ model: name }: TextRequest, key: string, { text, calls, isCut, usage }: TextAnswer): LedgerEntry {
    const { inputTokens, cachedInputTokens, outputTokens, costUsd } = usage
    return { key, model: name, text, calls, isCut, inputTokens, cachedInputTokens, outputTokens, costUsd, finishedAt: clock.now() }
  }
}

function answerOf({ text, calls, isCut }: LedgerEntry, usage: ModelUsage): TextAnswer {
  return { text, calls, isCut, usage }
}
