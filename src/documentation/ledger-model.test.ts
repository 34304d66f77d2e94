import { expect, it } from 'vitest'
import { systemClock } from '../platform/clock.js'
import { memoryModelLedger } from './adapters/memory/memory-model-ledger.js'
import { fallbackModel } from './fallback-model.js'
import { ledgerModel } from './ledger-model.js'
import { callKey, type ModelLedger } from './model-ledger.js'
import { addUsage, modelErrors, noUsage, type ModelUsage, type TextAnswer, type TextModel, type TextRequest } from './text-model.js'

const request: TextRequest = { model: 'm', system: 's', prompt: 'p', maxOutputTokens: 10, temperature: 0 }
const never = new AbortController().signal
const paid = { calls: 1, inputTokens: 5, cachedInputTokens: 2, outputTokens: 3, costUsd: 0.25 }
const said = (text: string, usage: ModelUsage): TextAnswer => ({ text, calls: [], isCut: false, usage })

/** Answers when told to, and remembers who asked. */
class HeldModel implements TextModel {
  readonly asked: string[] = []
  readonly #waiting: ((text: string) => void)[] = []

  complete({ model, prompt }: TextRequest, signal: AbortSignal): Promise<TextAnswer> {
    this.asked.push(`${model}:${prompt}`)
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
      this.#waiting.push((text) => resolve(said(text, paid)))
    })
  }

  answer(text: string): void {
    this.#waiting.shift()?.(text)
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { interval: 1 }).toBe(true)
}

it('never buys a finished call again', async () => {
  const [held, ledger] = [new HeldModel(), memoryModelLedger()]
  const model = ledgerModel(held, ledger, systemClock)
  const first = model.complete(request, never)
  await until(() => held.asked.length === 1)
  held.answer('hello')
  expect(await first).toEqual(said('hello', paid))
  expect(await ledgerModel(held, ledger, systemClock).complete(request, never)).toEqual(said('hello', noUsage))
  expect(held.asked).toEqual(['m:p'])
})

it.each<Partial<TextRequest>>([{ model: 'other' }, { system: 'other' }, { prompt: 'other' }, { maxOutputTokens: 11 }])(
  'takes a call with another %j for another call',
  (other) => expect(callKey({ ...request, ...other })).not.toBe(callKey(request)),
)

it('makes one call of equal ones under way, and only one of them pays', async () => {
  const held = new HeldModel()
  const model = ledgerModel(held, memoryModelLedger(), systemClock)
  const both = [model.complete(request, never), model.complete(request, never)]
  await until(() => held.asked.length === 1)
  held.answer('hello')
  expect(await Promise.all(both)).toEqual([said('hello', paid), said('hello', noUsage)])
  expect(held.asked).toHaveLength(1)
})

it('lets one caller go and finishes the call for the other', async () => {
  const held = new HeldModel()
  const model = ledgerModel(held, memoryModelLedger(), systemClock)
  const stop = new AbortController()
  const gone = model.complete(request, stop.signal)
  const stays = model.complete(request, never)
  await until(() => held.asked.length === 1)
  stop.abort(new Error('cancelled'))
  await expect(gone).rejects.toThrow('cancelled')
  held.answer('hello')
  expect((await stays).text).toBe('hello')
})

it('stops the call when its last caller has gone, and a later caller starts anew', async () => {
  const held = new HeldModel()
  const model = ledgerModel(held, memoryModelLedger(), systemClock)
  const stop = new AbortController()
  const gone = model.complete(request, stop.signal)
  await until(() => held.asked.length === 1)
  stop.abort(new Error('cancelled'))
  await expect(gone).rejects.toThrow('cancelled')
  const later = model.complete(request, never)
  await until(() => held.asked.length === 2)
  held.answer('for nobody')
  held.answer('hello')
  expect((await later).text).toBe('hello')
})

it('records an answer that is paid for although nobody waits for it any more', async () => {
  const ledger = memoryModelLedger()
  const stop = new AbortController()
  const deaf: TextModel = {
    complete: async () => {
      stop.abort(new Error('cancelled'))
      return said('hello', paid)
    },
  }
  await expect(ledgerModel(deaf, ledger, systemClock).complete(request, stop.signal)).rejects.toThrow('cancelled')
  await expect.poll(() => ledger.find(callKey(request))).toMatchObject({ text: 'hello' })
})

it('gives out what the ledger holds when another process was first', async () => {
  const known = { key: callKey(request), model: 'm', text: 'theirs', calls: [], isCut: false, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, costUsd: 0, finishedAt: new Date(0) }
  const late: ModelLedger = { ...memoryModelLedger(), record: async () => known }
  const model: TextModel = { complete: async () => said('ours', paid) }
  expect(await ledgerModel(model, late, systemClock).complete(request, never)).toEqual(said('theirs', paid))
})

it('gives out nothing that could not be recorded', async () => {
  const broken: ModelLedger = { ...memoryModelLedger(), record: () => Promise.reject(new Error('the disk is full')) }
  const model: TextModel = { complete: async () => said('ours', paid) }
  await expect(ledgerModel(model, broken, systemClock).complete(request, never)).rejects.toThrow('the disk is full')
})

it.each([
  [modelErrors.unavailable('status 503', 1), true],
  [modelErrors.refused('missing', 'status 404'), true],
  [modelErrors.refused('unauthorised', 'status 401'), false],
  [modelErrors.unusable('it is empty'), true],
  [new TypeError('a mistake of ours'), false],
])('after "%s" it asks the other model: %s', async (error, asksOther) => {
  const asked: string[] = []
  const model: TextModel = {
    complete: ({ model: name }) => {
      asked.push(name)
      return name === 'm' ? Promise.reject(error) : Promise.resolve(said('from the other', paid))
    },
  }
  const answer = fallbackModel(model, ['other']).complete(request, never)
  await (asksOther ? expect(answer).resolves.toMatchObject({ text: 'from the other' }) : expect(answer).rejects.toBe(error))
  expect(asked).toEqual(asksOther ? ['m', 'other'] : ['m'])
})

it('asks one model after the other, a refused key only where it is not the same one', async () => {
  const asked: string[] = []
  const model: TextModel = {
    complete: ({ model: name }) => {
      asked.push(name)
      return name === 'b:3' ? Promise.resolve(said('third time lucky', paid)) : Promise.reject(modelErrors.refused('unauthorised', 'status 401'))
    },
  }
  const isElsewhere = (one: string, other: string) => one[0] !== other[0]
  const answer = await fallbackModel(model, ['a:2', 'b:3', 'b:4'], isElsewhere).complete({ ...request, model: 'a:1' }, never)
  expect({ text: answer.text, asked }).toEqual({ text: 'third time lucky', asked: ['a:1', 'b:3'] })
})

it('throws what the first model said when both fail', async () => {
  const model: TextModel = { complete: ({ model: name }) => Promise.reject(modelErrors.unavailable(name, 1)) }
  await expect(fallbackModel(model, ['other']).complete(request, never)).rejects.toThrow('not available: m.')
})

it('adds up usage, and the cost of a sum is unknown as soon as one part is', () => {
  expect(addUsage(paid, paid)).toEqual({ calls: 2, inputTokens: 10, cachedInputTokens: 4, outputTokens: 6, costUsd: 0.5 })
  expect(addUsage(paid, { ...paid, costUsd: undefined }).costUsd).toBeUndefined()
  expect(addUsage(noUsage, noUsage)).toEqual(noUsage)
  expect(addUsage(paid, { ...paid, isEstimated: true }).isEstimated).toBe(true)
})
