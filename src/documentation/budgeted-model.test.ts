import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import { silentLogger } from '../platform/logger.js'
import { memoryModelLedger } from './adapters/memory/memory-model-ledger.js'
import { memorySpendingBook } from './adapters/memory/memory-spending-book.js'
import { budgetedModel } from './budgeted-model.js'
import { ledgerModel } from './ledger-model.js'
import { fallbackModel } from './fallback-model.js'
import type { ModelPrice } from './model-price.js'
import { buyingNothing, paidBy } from './payer.js'
import type { Caps } from './spending-book.js'
import { modelErrors, type TextModel, type TextRequest } from './text-model.js'

const clock = new ManualClock()
const price = { input: 2, output: 10 }
const prices: Readonly<Record<string, ModelPrice>> = { scripted: price, dear: { input: 20, output: 100 }, keeping: { input: 2, output: 10, cachedInput: 3 } }
const signal = new AbortController().signal
const request = (prompt: string): TextRequest => ({ model: 'scripted', system: 's'.repeat(68), prompt, maxOutputTokens: 1_000, temperature: 0 })
/** 500 bytes and two messages of 16 tokens. */
const usual = (name: string) => request(name.padEnd(400, '.'))
const none: Caps = { tokens: undefined, nanoUsd: undefined }
const tokens = (count: number): Caps => ({ tokens: count, nanoUsd: undefined })

function lab({ dayCaps = none, model }: { readonly dayCaps?: Caps; readonly model?: TextModel } = {}) {
  let [calls, atOnce, most] = [0, 0, 0]
  const answering: TextModel = {
    complete: async () => {
      calls += 1
      most = Math.max(most, (atOnce += 1))
      await new Promise((resolve) => setTimeout(resolve, 2))
      atOnce -= 1
      return { text: 'An answer.', calls: [], isCut: false, usage: { calls: 1, inputTokens: 125, cachedInputTokens: 0, outputTokens: 50, costUsd: undefined } }
    },
  }
  const book = memorySpendingBook(clock)
  let last = 0
  const budgeted = budgetedModel(model ?? answering, { book, newId: () => `${(last += 1)}`, logger: silentLogger }, { priceOf: (model) => prices[model], dayCaps })
  const ask = (caps: Caps, prompt: TextRequest, jobId = 'job') => paidBy({ jobId, caps }, () => budgeted.complete(prompt, signal))
  return { book, budgeted, ask, made: () => ({ calls, most }) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('a model with a budget', () => {
  it('holds a call at its worst while it runs, and what it came to afterwards', async () => {
    const { book, ask } = lab()
    const call = ask(none, usual('a'))
    await expect.poll(() => book.ofJob('job')).toEqual({ tokens: 1_500, nanoUsd: 500 * 2_000 + 1_000 * 10_000 })
    await call
    await expect.poll(() => book.ofJob('job')).toEqual({ tokens: 175, nanoUsd: 125 * 2_000 + 50 * 10_000 })
  })

  it('makes no call that could pass the cap, and says what is reached', async () => {
    const { ask, made } = lab()
    await expect(ask(tokens(1_499), usual('a'))).rejects.toMatchObject({ code: 'documentation/budget-reached', kind: 'limit' })
    await expect(ask({ tokens: undefined, nanoUsd: 10_999_999 }, usual('a'))).rejects.toThrow("The job's budget of $0.0110 does not allow a call that may take $0.0110.")
    expect(made().calls).toBe(0)
    await ask(tokens(1_500), usual('a'))
    expect(made().calls).toBe(1)
  })

  it('waits for calls under way when only they stand in the way, and buys as many as fit', async () => {
    const { book, ask, made } = lab()
    // Room for one at its worst: all that follow wait, and each leaves 1,325 free again.
    const answers = await Promise.allSettled(Array.from({ length: 12 }, (_, at) => ask(tokens(2_400), usual(`p${at}`))))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
    expect(made()).toEqual({ calls: 6, most: 1 })
    await settled()
    expect((await book.ofJob('job')).tokens).toBe(6 * 175)
  })

  it('holds and pays each call at the price of the model that is asked, a fallback at its own', async () => {
    const usage = { calls: 1, inputTokens: 125, cachedInputTokens: 0, outputTokens: 50, costUsd: undefined }
    const model: TextModel = {
      complete: ({ model: asked }) =>
        asked === 'scripted' ? Promise.reject(modelErrors.unavailable('status 503', 1)) : Promise.resolve({ text: `By ${asked}.`, calls: [], isCut: false, usage }),
    }
    const { book, budgeted } = lab({ model })
    const asked = fallbackModel(budgeted, ['dear'])
    // Enough for the main model at its worst, not for the fallback.
    const poor = { tokens: undefined, nanoUsd: 11_000_000 }
    await expect(paidBy({ jobId: 'poor', caps: poor }, () => asked.complete(usual('a'), signal))).rejects.toMatchObject({ code: 'documentation/budget-reached' })
    await expect.poll(() => book.ofJob('poor')).toEqual({ tokens: 0, nanoUsd: 0 })
    const rich = { tokens: undefined, nanoUsd: 110_000_000 }
    expect((await paidBy({ jobId: 'rich', caps: rich }, () => asked.complete(usual('a'), signal))).text).toBe('By dear.')
    await expect.poll(() => book.ofJob('rich')).toEqual({ tokens: 175, nanoUsd: 125 * 20_000 + 50 * 100_000 })
  })

  it('holds what it reads at the dearer price when kept tokens are the dearer ones', async () => {
    const { book, ask } = lab({ model: { complete: () => new Promise(() => undefined) } })
    void ask(none, { ...usual('a'), model: 'keeping' })
    await expect.poll(() => book.ofJob('job')).toEqual({ tokens: 1_500, nanoUsd: 500 * 3_000 + 1_000 * 10_000 })
  })

  it('says of a day when it is free again', async () => {
    const { ask } = lab({ dayCaps: tokens(1_600) })
    await ask(none, usual('a'), 'one')
    await settled()
    const failure = ask(none, usual('b'), 'two')
    await expect(failure).rejects.toThrow("The day's budget of 1,600 tokens is reached; it is free again at 00:00 UTC.")
    await expect(failure).rejects.toMatchObject({ retryAfterSeconds: 12 * 3_600 })
  })

  it('counts a call that broke at its worst, and one that was turned away as nothing', async () => {
    for (const [error, held] of [
      [modelErrors.refused('unauthorised', 'status 401'), 0],
      [modelErrors.unavailable('the connection was refused', 1), 0],
      [modelErrors.unavailable('no answer in time', 1, { mayCost: true }), 1_500],
      [modelErrors.unusable('it is empty'), 1_500],
    ] as const) {
      const { book, ask } = lab({ model: { complete: () => Promise.reject(error) } })
      await expect(ask(none, usual('a'))).rejects.toBe(error)
      await settled()
      expect((await book.ofJob('job')).tokens).toBe(held)
    }
  })

  it('takes an endpoint that does not count at its word of the worst', async () => {
    const silent = { calls: 1, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: undefined }
    const { book, ask } = lab({ model: { complete: async () => ({ text: 'x', calls: [], isCut: false, usage: silent }) } })
    await ask(none, usual('a'))
    await settled()
    expect((await book.ofJob('job')).tokens).toBe(1_500)
  })

  it('never holds anything for an answer that is paid for, also when nothing may be bought', async () => {
    const { book, budgeted, made } = lab()
    const model = ledgerModel(budgeted, memoryModelLedger(), clock)
    await model.complete(usual('a'), signal)
    const refusal = modelErrors.unusable('nothing may be bought')
    await paidBy({ jobId: 'poor', caps: tokens(0) }, () =>
      buyingNothing(refusal, async () => {
        expect((await model.complete(usual('a'), signal)).text).toBe('An answer.')
        await expect(model.complete(usual('b'), signal)).rejects.toBe(refusal)
      }),
    )
    expect([made().calls, await book.ofJob('poor')]).toEqual([1, { tokens: 0, nanoUsd: 0 }])
  })

  it('does not refuse a job that can pay because another that asks the same cannot', async () => {
    const { budgeted } = lab()
    const model = ledgerModel(budgeted, memoryModelLedger(), clock)
    const poor = paidBy({ jobId: 'poor', caps: tokens(0) }, () => model.complete(usual('a'), signal))
    const rich = paidBy({ jobId: 'rich', caps: none }, () => model.complete(usual('a'), signal))
    await expect(poor).rejects.toMatchObject({ code: 'documentation/budget-reached' })
    expect((await rich).usage.calls).toBe(1)
  })
})
