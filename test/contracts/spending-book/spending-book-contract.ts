import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Caps, SpendingBook, Wish } from '../../../src/documentation/spending-book.js'

/** One adapter on fresh storage. The suite sees nothing else of it. */
export interface SpendingBookWorld {
  readonly book: SpendingBook
  /** What was held or spent today becomes yesterday's. */
  readonly dayPasses: () => Promise<void>
  readonly close: () => Promise<void>
}

const none: Caps = { tokens: undefined, nanoUsd: undefined }
let last = 0

export const wish = (overrides: Partial<Wish> = {}): Wish => ({
  id: `call-${(last += 1)}`,
  jobId: 'job-1',
  amount: { tokens: 1_000, nanoUsd: 5_000_000 },
  jobCaps: none,
  dayCaps: none,
  ...overrides,
})
const paid = { inputTokens: 300, cachedInputTokens: 100, outputTokens: 50, nanoUsd: 1_250_000 }

/** What every SpendingBook promises. An adapter is finished when this passes. */
export function spendingBookContract(make: () => Promise<SpendingBookWorld>): void {
  let world: SpendingBookWorld
  beforeEach(async () => {
    world = await make()
  })
  afterEach(() => world.close())

  it('begins with nothing', async () => {
    expect(await world.book.ofToday()).toEqual({ tokens: 0, nanoUsd: 0 })
    expect(await world.book.ofJob('job-1')).toEqual({ tokens: 0, nanoUsd: 0 })
    expect(await world.book.totals()).toEqual({ calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, nanoUsd: 0 })
  })

  it('holds a call at its worst for the job and the day, and puts what it came to in the place', async () => {
    const call = wish()
    expect(await world.book.reserve(call)).toBeUndefined()
    expect(await world.book.ofJob('job-1')).toEqual(call.amount)
    expect(await world.book.ofToday()).toEqual(call.amount)
    await world.book.settle(call.id, paid)
    expect(await world.book.ofJob('job-1')).toEqual({ tokens: 350, nanoUsd: 1_250_000 })
    expect(await world.book.ofToday()).toEqual({ tokens: 350, nanoUsd: 1_250_000 })
    expect(await world.book.totals()).toEqual({ calls: 1, ...paid })
  })

  it('settles once: twice is the same, and what nobody held is nothing', async () => {
    const call = wish()
    await world.book.reserve(call)
    for (const id of [call.id, call.id, 'never held']) await world.book.settle(id, paid)
    expect(await world.book.ofToday()).toEqual({ tokens: 350, nanoUsd: 1_250_000 })
    expect((await world.book.totals()).calls).toBe(1)
  })

  it('gives back what was held for a call that bought nothing', async () => {
    const call = wish()
    await world.book.reserve(call)
    await world.book.settle(call.id, undefined)
    expect(await world.book.ofToday()).toEqual({ tokens: 0, nanoUsd: 0 })
    expect((await world.book.totals()).calls).toBe(0)
  })

  it('refuses what would pass a cap by one, says which, and holds nothing for it', async () => {
    const atLimit = { tokens: 2_000, nanoUsd: undefined }
    expect(await world.book.reserve(wish({ jobCaps: atLimit }))).toBeUndefined()
    expect(await world.book.reserve(wish({ jobCaps: atLimit }))).toBeUndefined()
    const refused = await world.book.reserve(wish({ jobCaps: atLimit, amount: { tokens: 1, nanoUsd: 0 } }))
    expect(refused).toMatchObject({ scope: 'job', unit: 'tokens', cap: 2_000, held: 2_000, wanted: 1 })
    expect((await world.book.ofToday()).tokens).toBe(2_000)
    expect(await world.book.reserve(wish({ jobId: 'job-2', jobCaps: atLimit }))).toBeUndefined()
  })

  it('adds up all jobs for the caps of a day, in tokens and in money', async () => {
    const dayCaps = { tokens: undefined, nanoUsd: 10_000_000 }
    expect(await world.book.reserve(wish({ dayCaps }))).toBeUndefined()
    expect(await world.book.reserve(wish({ jobId: undefined, dayCaps }))).toBeUndefined()
    const refused = await world.book.reserve(wish({ jobId: 'job-2', dayCaps }))
    expect(refused).toMatchObject({ scope: 'day', unit: 'nanoUsd', cap: 10_000_000, held: 10_000_000, wanted: 5_000_000 })
    expect(refused?.dayEndsInSeconds).toBeGreaterThan(0)
    expect(refused?.dayEndsInSeconds).toBeLessThanOrEqual(86_400)
  })

  it('counts what is left held until its day is over, against the job for good', async () => {
    const dayCaps = { tokens: 1_500, nanoUsd: undefined }
    const left = wish({ dayCaps })
    await world.book.reserve(left)
    expect(await world.book.reserve(wish({ dayCaps }))).toMatchObject({ scope: 'day' })
    await world.dayPasses()
    expect(await world.book.ofToday()).toEqual({ tokens: 0, nanoUsd: 0 })
    expect(await world.book.reserve(wish({ dayCaps, jobCaps: { tokens: 1_999, nanoUsd: undefined } }))).toMatchObject({ scope: 'job', held: 1_000 })
    expect(await world.book.reserve(wish({ dayCaps }))).toBeUndefined()
    // An answer that comes after midnight belongs to the day that it was bought in.
    await world.book.settle(left.id, paid)
    expect((await world.book.ofToday()).tokens).toBe(1_000)
    expect((await world.book.ofJob('job-1')).tokens).toBe(1_350)
  })

  it('never lets many at once pass a cap together', async () => {
    const dayCaps = { tokens: 10_500, nanoUsd: undefined }
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => world.book.reserve(wish({ jobId: `job-${at % 3}`, dayCaps }))))
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(10)
    expect((await world.book.ofToday()).tokens).toBe(10_000)
  })

  it('keeps sums exact that floating point would not', async () => {
    for (let at = 0; at < 10; at += 1) await world.book.reserve(wish({ amount: { tokens: 3_000_000_000, nanoUsd: 100_000_001 } }))
    expect(await world.book.ofToday()).toEqual({ tokens: 30_000_000_000, nanoUsd: 1_000_000_010 })
  })

  it('forgets old jobs and left holds, and no day', async () => {
    await world.book.reserve(wish())
    expect(await world.book.trim(new Date(Date.UTC(2020, 0, 1)))).toBe(0)
    expect(await world.book.trim(new Date(Date.UTC(2100, 0, 1)))).toBe(2)
    expect(await world.book.ofJob('job-1')).toEqual({ tokens: 0, nanoUsd: 0 })
    expect((await world.book.ofToday()).tokens).toBe(1_000)
  })
}
