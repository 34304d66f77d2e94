import { setImmediate } from 'node:timers/promises'
import { AppError } from '../platform/app-error.js'
import type { Logger } from '../platform/logger.js'
import { budgetReached } from './budget-reached.js'
import { nanoUsdOf, worstNanoUsdOf, type PriceOf } from './model-price.js'
import { currentPayer } from './payer.js'
import type { Amount, Caps, PaidCall, SpendingBook, Wish } from './spending-book.js'
import type { ModelUsage, TextModel, TextRequest } from './text-model.js'
import { mostInputTokens } from './token-bound.js'

export interface BudgetDeps {
  readonly book: SpendingBook
  readonly newId: () => string
  readonly logger: Logger
}

export interface BudgetSettings {
  /** By the names that the requests have. */
  readonly priceOf: PriceOf
  /** Of all jobs of all processes together. */
  readonly dayCaps: Caps
}

const noCaps: Caps = { tokens: undefined, nanoUsd: undefined }

/**
 * Makes no call that could pass a cap: each is held at its worst (every byte of the prompt a token, as long an answer as it may be) in the
 * book before it is made, and what it came to is put in the place afterwards. What does not fit only because of calls under way waits for
 * them. A call that broke may have been paid for and counts in full.
 *
 * @throws AppError `documentation/budget-reached` (`limit`; of a day: says when it is free again), and what the model and the book throw
 */
export function budgetedModel(model: TextModel, deps: BudgetDeps, settings: BudgetSettings): TextModel {
  /** Calls of this process that are held and not yet settled. */
  const underWay = new Set<Promise<void>>()
  let turn: Promise<unknown> = Promise.resolve()

  /** One at a time, so that whoever is refused sees every call that it may wait for. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  /** Resolves once the call is held; whoever holds it calls `release` when it is settled. */
  async function reserve(id: string, request: TextRequest, signal: AbortSignal): Promise<{ readonly held: Amount; readonly release: () => void }> {
    const payer = currentPayer()
    const amount = worstOf(request, settings.priceOf)
    const wish: Wish = { id, jobId: payer?.jobId, amount, jobCaps: payer?.caps ?? noCaps, dayCaps: settings.dayCaps }
    for (;;) {
      if (payer?.refusal !== undefined) throw payer.refusal
      signal.throwIfAborted()
      const reserved = await inTurn(async () => {
        const refusal = await deps.book.reserve(wish)
        return refusal === undefined ? begin() : { refusal, others: [...underWay] }
      })
      if (!('refusal' in reserved)) return { held: amount, release: reserved }
      if (reserved.others.length === 0) throw budgetReached(reserved.refusal)
      await Promise.race(reserved.others)
    }
  }

  function begin(): () => void {
    let release = (): void => undefined
    const ended = new Promise<void>((resolve) => (release = resolve))
    underWay.add(ended)
    void ended.then(() => underWay.delete(ended))
    return release
  }

  /** Told apart from the call: the answer goes on at once, to be recorded before anything else happens to it. */
  async function settleSoon(id: string, paid: PaidCall | undefined): Promise<void> {
    await setImmediate()
    await deps.book.settle(id, paid).catch((error: unknown) => deps.logger.warn({ err: error }, 'what a call cost could not be written down; it counts at its worst'))
  }

  return {
    complete: async (request, signal) => {
      const id = deps.newId()
      const { held, release } = await reserve(id, request, signal)
      const call = model.complete(request, signal)
      call
        .then(
          ({ usage }) => settleSoon(id, paidFor(usage, held, settings.priceOf(request.model))),
          (error: unknown) => settleSoon(id, costNothing(error) ? undefined : atWorst(held)),
        )
        .finally(release)
        .catch(() => undefined)
      return call
    },
  }
}

function worstOf(request: TextRequest, priceOf: PriceOf): Amount {
  const tokens = { inputTokens: mostInputTokens(request), outputTokens: request.maxOutputTokens }
  const price = priceOf(request.model)
  return { tokens: tokens.inputTokens + tokens.outputTokens, nanoUsd: price === undefined ? 0 : worstNanoUsdOf(tokens, price) }
}

/** An endpoint that does not say what it counted is taken at the worst. */
function paidFor(usage: ModelUsage, held: Amount, price: ReturnType<PriceOf>): PaidCall {
  const { inputTokens, cachedInputTokens, outputTokens, costUsd } = usage
  if (inputTokens === 0) return atWorst(held)
  const nanoUsd = costUsd === undefined ? (price === undefined ? 0 : nanoUsdOf(usage, price)) : Math.ceil(costUsd * 1e9 - 1e-6)
  return { inputTokens, cachedInputTokens, outputTokens, nanoUsd }
}

const atWorst = ({ tokens, nanoUsd }: Amount): PaidCall => ({ inputTokens: tokens, cachedInputTokens: 0, outputTokens: 0, nanoUsd })

/** It was turned away before anything was read, or never arrived. */
function costNothing(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return error.code === 'documentation/model-refused' || (error.code === 'documentation/model-unavailable' && error.isOutage)
}
