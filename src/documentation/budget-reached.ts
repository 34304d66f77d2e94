import { AppError } from '../platform/app-error.js'
import { dollars, toUsd } from './model-price.js'
import type { BudgetRefusal } from './spending-book.js'

const number = new Intl.NumberFormat('en')

export const isBudgetReached = (error: unknown): boolean => error instanceof AppError && error.code === 'documentation/budget-reached'

/** Not worth a retry by itself: a job's cap stays what it is, a day's is free again when the day is over. */
export function budgetReached({ scope, unit, cap, held, wanted, dayEndsInSeconds }: BudgetRefusal): AppError {
  const spoken = (amount: number) => (unit === 'nanoUsd' ? dollars(toUsd(amount)) : `${number.format(amount)} tokens`)
  const budget = `The ${scope === 'job' ? "job's" : "day's"} budget of ${spoken(cap)}`
  const reached = held === 0 ? `${budget} does not allow a call that may take ${spoken(wanted)}` : `${budget} is reached`
  const name = `LLM_MAX_${unit === 'nanoUsd' ? 'COST' : 'TOKENS'}_PER_${scope.toUpperCase()}`
  const when = scope === 'day' ? '; it is free again at 00:00 UTC' : ''
  return new AppError('documentation/budget-reached', 'limit', `${reached}${when}.`, {
    advice: scope === 'day' ? `Retry the job after midnight UTC, or raise ${name}: what is paid for is kept.` : `Raise ${name}, or the job's own limit, and retry: what is paid for is kept.`,
    details: { scope, unit: unit === 'nanoUsd' ? 'usd' : 'tokens', cap: unit === 'nanoUsd' ? toUsd(cap) : cap, held: unit === 'nanoUsd' ? toUsd(held) : held },
    ...(scope === 'day' ? { retryAfterSeconds: dayEndsInSeconds } : {}),
  })
}
