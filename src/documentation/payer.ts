import { AsyncLocalStorage } from 'node:async_hooks'
import type { AppError } from '../platform/app-error.js'
import type { Caps } from './spending-book.js'

/** Whose budget calls to a model go against. */
export interface Payer {
  readonly jobId: string
  readonly caps: Caps
  /** Set: nothing more is bought, for this reason; what is paid for already is still had. */
  readonly refusal?: AppError
}

/**
 * Who pays goes with the work and not with each request: a request says what shapes an answer and nothing else, and whoever asks for a
 * page, a repair or a part of one cannot forget to say who pays for it.
 */
const payers = new AsyncLocalStorage<Payer>()

/** Every call that `work` makes goes against the payer's budget. */
export const paidBy = <T>(payer: Payer, work: () => Promise<T>): Promise<T> => payers.run(payer, work)

/** As before, but `work` may buy nothing any more. */
export function buyingNothing<T>(refusal: AppError, work: () => Promise<T>): Promise<T> {
  const payer = payers.getStore()
  return payer === undefined ? work() : payers.run({ ...payer, refusal }, work)
}

export const currentPayer = (): Payer | undefined => payers.getStore()
