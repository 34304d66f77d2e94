import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import type { RateLimits } from './call-gate.js'
import { rateLimitedModel } from './rate-limited-model.js'
import { modelErrors, noUsage, type TextModel, type TextRequest } from './text-model.js'

const never = new AbortController().signal
const request = (prompt: string, maxOutputTokens = 0): TextRequest => ({ model: 'm', system: '', prompt, maxOutputTokens, temperature: 0 })

/** A model whose calls a test answers by hand, and time that only a test moves. */
class Lab {
  readonly clock = new ManualClock()
  readonly asked: string[] = []
  readonly #open = new Map<string, { answer: (tokens: number) => void; fail: (error: Error) => void }>()
  readonly #waits = new Set<{ readonly until: number; readonly end: () => void }>()
  readonly model: TextModel

  constructor(limits: Partial<RateLimits>) {
    const inner: TextModel = {
      complete: ({ prompt }) =>
        new Promise((resolve, reject) => {
          this.asked.push(prompt)
          this.#open.set(prompt, { answer: (tokens) => resolve({ text: prompt, calls: [], isCut: false, usage: { ...noUsage, calls: 1, inputTokens: tokens } }), fail: reject })
        }),
    }
    const wait = (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const waiting = { until: this.clock.monotonicMs() + ms, end: resolve }
        this.#waits.add(waiting)
        signal.addEventListener('abort', () => (this.#waits.delete(waiting), resolve()))
      })
    this.model = rateLimitedModel(inner, { maxConcurrentCalls: 4, ...limits }, this.clock, wait)
  }

  ask(prompt: string, signal = never, maxOutputTokens = 0): Promise<string> {
    return this.model.complete(request(prompt, maxOutputTokens), signal).then(
      ({ text }) => text,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  }

  async answer(prompt: string, tokens = 10): Promise<void> {
    this.#open.get(prompt)?.answer(tokens)
    await settled()
  }

  async fail(prompt: string, error: Error): Promise<void> {
    this.#open.get(prompt)?.fail(error)
    await settled()
  }

  async pass(seconds: number): Promise<void> {
    this.clock.advance(seconds * 1000)
    for (const waiting of this.#waits) if (waiting.until <= this.clock.monotonicMs()) waiting.end()
    await settled()
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const busy = (askedSeconds?: number) => modelErrors.unavailable('status 429', 15, { askedSeconds, isBusy: true })

describe('calls to one provider', () => {
  it('are no more at a time than allowed, and come in the order in which they were asked for', async () => {
    const lab = new Lab({ maxConcurrentCalls: 2 })
    const all = Promise.all(['a1', 'a2', 'a3', 'b1'].map((prompt) => lab.ask(prompt)))
    await settled()
    expect(lab.asked).toEqual(['a1', 'a2'])
    await lab.answer('a2')
    expect(lab.asked).toEqual(['a1', 'a2', 'a3'])
    await lab.answer('a1')
    expect(lab.asked).toEqual(['a1', 'a2', 'a3', 'b1'])
    await lab.answer('a3')
    await lab.answer('b1')
    expect(await all).toEqual(['a1', 'a2', 'a3', 'b1'])
  })

  it('of two jobs take turns: what a job asks for next stands behind what the other waits for', async () => {
    const lab = new Lab({ maxConcurrentCalls: 1 })
    void lab.ask('a1').then(() => lab.ask('a2'))
    void lab.ask('b1').then(() => lab.ask('b2'))
    for (const prompt of ['a1', 'b1', 'a2', 'b2']) {
      await settled()
      expect(lab.asked.at(-1)).toBe(prompt)
      await lab.answer(prompt)
    }
  })

  it('are no more in a minute than allowed', async () => {
    const lab = new Lab({ requestsPerMinute: 2 })
    for (const prompt of ['1', '2', '3', '4']) void lab.ask(prompt)
    await settled()
    for (const prompt of ['1', '2']) await lab.answer(prompt)
    await lab.pass(59)
    expect(lab.asked).toEqual(['1', '2'])
    await lab.pass(1)
    expect(lab.asked).toEqual(['1', '2', '3', '4'])
  })

  it('hold no more tokens in a minute than allowed, counted as the answers say', async () => {
    const lab = new Lab({ tokensPerMinute: 1_000 })
    void lab.ask('1', never, 700)
    await settled()
    void lab.ask('2', never, 700)
    await settled()
    expect(lab.asked).toEqual(['1'])
    await lab.answer('1', 200)
    expect(lab.asked).toEqual(['1', '2'])
    await lab.answer('2', 900)
    void lab.ask('3', never, 100)
    await lab.pass(59)
    expect(lab.asked).toEqual(['1', '2'])
    await lab.pass(1)
    expect(lab.asked).toEqual(['1', '2', '3'])
  })

  it('of more than a minute’s tokens are made alone, not never', async () => {
    const lab = new Lab({ tokensPerMinute: 1_000 })
    void lab.ask('small', never, 10)
    void lab.ask('large', never, 5_000)
    await settled()
    await lab.answer('small')
    expect(lab.asked).toEqual(['small'])
    await lab.pass(60)
    expect(lab.asked).toEqual(['small', 'large'])
  })

  it('rest until the time that a busy provider names, then are half as many, and one more after each good round', async () => {
    const lab = new Lab({ maxConcurrentCalls: 4 })
    const names = Array.from({ length: 12 }, (_, at) => `${at}`)
    for (const prompt of names) void lab.ask(prompt)
    await settled()
    for (const prompt of ['0', '1', '2', '3']) await lab.fail(prompt, busy(5))
    expect(lab.asked).toHaveLength(4)
    await lab.pass(4.9)
    expect(lab.asked).toHaveLength(4)
    await lab.pass(0.1)
    expect(lab.asked).toEqual(['0', '1', '2', '3', '4', '5'])
    await lab.answer('4')
    await lab.answer('5')
    expect(lab.asked).toHaveLength(9)
    for (const prompt of ['6', '7', '8']) await lab.answer(prompt)
    expect(lab.asked).toHaveLength(12)
  })

  it('never become fewer than one at a time', async () => {
    const lab = new Lab({ maxConcurrentCalls: 2 })
    for (const prompt of ['1', '2', '3', '4']) {
      void lab.ask(prompt)
      await settled()
      await lab.fail(prompt, busy())
      await lab.pass(1)
    }
    expect(lab.asked).toEqual(['1', '2', '3', '4'])
  })

  it('are left to the jobs when it wants a long pause', async () => {
    const lab = new Lab({ maxConcurrentCalls: 1 })
    void lab.ask('1')
    const second = lab.ask('2')
    await settled()
    await lab.fail('1', busy(120))
    expect(await second).toContain('it asked for 120 seconds without a call')
    await lab.pass(60)
    expect(await lab.ask('3')).toContain('60 seconds')
    await lab.pass(60)
    void lab.ask('4')
    await settled()
    expect(lab.asked).toEqual(['1', '4'])
  })

  it('that wait are given up at once when they are aborted, and others go on in their place', async () => {
    const lab = new Lab({ maxConcurrentCalls: 1 })
    const stop = new AbortController()
    void lab.ask('1')
    const second = lab.ask('2', stop.signal)
    void lab.ask('3')
    await settled()
    stop.abort(new Error('stopped on request'))
    expect(await second).toBe('stopped on request')
    await lab.answer('1')
    expect(lab.asked).toEqual(['1', '3'])
  })

  it('that failed for another reason slow nothing down', async () => {
    const lab = new Lab({ maxConcurrentCalls: 2 })
    for (const prompt of ['1', '2', '3', '4']) void lab.ask(prompt)
    await settled()
    await lab.fail('1', modelErrors.unusable('it is empty'))
    await lab.fail('2', modelErrors.unavailable('status 500', 1))
    expect(lab.asked).toEqual(['1', '2', '3', '4'])
  })
})
