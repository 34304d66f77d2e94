import { sha256 } from '../platform/sha256.js'
import type { TextRequest, ToolCall } from './text-model.js'

/** One finished call: what was asked (by key), what came back, what it cost. */
export interface LedgerEntry {
  /** See `callKey`. */
  readonly key: string
  readonly model: string
  readonly text: string
  readonly calls: readonly ToolCall[]
  readonly isCut: boolean
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
  /** US dollars; undefined when no price was configured. */
  readonly costUsd: number | undefined
  readonly finishedAt: Date
}

export interface LedgerTotals {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Of the calls whose cost is known. */
  readonly costUsd: number
  readonly callsOfUnknownCost: number
}

/**
 * Every call to a language model that ever finished. One table is cache, checkpoint and incremental regeneration at once: what is in
 * it is never bought again, by any job, for any commit.
 */
export interface ModelLedger {
  find(key: string): Promise<LedgerEntry | undefined>
  /** Durable when it resolves. The first entry of a key stands and is what comes back, also to a later recorder. */
  record(entry: LedgerEntry): Promise<LedgerEntry>
  totals(): Promise<LedgerTotals>
}

/** Raise it when the meaning of a request changes although its fields do not. */
const keyVersion = 1

/** sha256, in hex, of everything that shapes the answer. */
export function callKey({ model, temperature, maxOutputTokens, system, prompt, turns = [], tools = [], schema, retry = 0 }: TextRequest): string {
  const more = turns.length === 0 && tools.length === 0 && schema === undefined ? [] : [turns, tools, schema ?? null]
  return sha256(JSON.stringify([keyVersion, model, temperature, maxOutputTokens, system, prompt, ...more, ...(retry === 0 ? [] : [{ retry }])]))
}
