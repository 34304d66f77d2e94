import type { Amount, PaidTotals } from './spending-book.js'

/** A day or a job of a book, for its move to another. What is held for calls that never ended is in `tokens` and `heldNanoUsd`. */
export interface StoredSpending extends PaidTotals {
  readonly scope: 'day' | 'job'
  /** `2026-11-28`, or the job's id. */
  readonly key: string
  /** Spent or held. */
  readonly tokens: number
  readonly heldNanoUsd: number
  /** Milliseconds since 1970. */
  readonly touchedAt: number
}

export interface SpendingExport {
  /** Unlike that of any other book, and always the same. */
  readonly bookId: string
  readonly rows: readonly StoredSpending[]
}

/** What a move brought that was not there before. */
export interface CarriedSpending extends Amount {
  readonly days: number
}
