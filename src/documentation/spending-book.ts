/** What is held against a cap: tokens read and written, and billionths of a US dollar (zero where no price is known). Integers. */
export interface Amount {
  readonly tokens: number
  readonly nanoUsd: number
}

/** Undefined: no limit. */
export interface Caps {
  readonly tokens: number | undefined
  readonly nanoUsd: number | undefined
}

/** A call that is about to be made, at its worst. */
export interface Wish {
  /** Unlike any other. */
  readonly id: string
  /** Who pays. Undefined: nobody in particular, so only the day's caps count. */
  readonly jobId: string | undefined
  readonly amount: Amount
  readonly jobCaps: Caps
  readonly dayCaps: Caps
}

/** What would be passed, had the call been allowed. */
export interface BudgetRefusal {
  readonly scope: 'job' | 'day'
  readonly unit: 'tokens' | 'nanoUsd'
  readonly cap: number
  /** Spent or held so far. */
  readonly held: number
  readonly wanted: number
  /** Until the day is over, by the book's clock. */
  readonly dayEndsInSeconds: number
}

/** What a call came to. */
export interface PaidCall {
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
  readonly nanoUsd: number
}

/** Calls that were settled, since the book began. */
export interface PaidTotals extends PaidCall {
  readonly calls: number
}

/**
 * Who has spent how much today, and who may spend more. Many processes on many machines that ask the same book can never together pass a
 * cap: a call is held at its worst before it is made, in one transaction with the look at the caps. Durable: what is held by a process
 * that was killed stays held, for its call may have been paid; against the day's caps until the day is over, against the job's for good.
 * A day is one of UTC, on the book's clock.
 */
export interface SpendingBook {
  /** Undefined: it is held. */
  reserve(wish: Wish): Promise<BudgetRefusal | undefined>
  /** Puts what the call came to in place of what was held for it. Undefined: nothing was bought. An id that is not held changes nothing. */
  settle(id: string, paid: PaidCall | undefined): Promise<void>
  /** Spent or held by the job, in all. */
  ofJob(jobId: string): Promise<Amount>
  /** Spent or held today. */
  ofToday(): Promise<Amount>
  totals(): Promise<PaidTotals>
  /** Forgets jobs and left holds that were last touched before the moment; returns how many. Days are kept. */
  trim(before: Date): Promise<number>
}

export const nothingHeld: Amount = { tokens: 0, nanoUsd: 0 }

/** The one rule, for every book. Undefined: the wish fits. */
export function refuse({ amount, jobCaps, dayCaps }: Wish, held: { readonly job: Amount; readonly day: Amount }, dayEndsInSeconds: number): BudgetRefusal | undefined {
  for (const [scope, caps] of [['job', jobCaps], ['day', dayCaps]] as const) {
    for (const unit of ['nanoUsd', 'tokens'] as const) {
      const cap = caps[unit]
      if (cap !== undefined && held[scope][unit] + amount[unit] > cap) {
        return { scope, unit, cap, held: held[scope][unit], wanted: amount[unit], dayEndsInSeconds }
      }
    }
  }
  return undefined
}
