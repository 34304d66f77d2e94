import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LedgerEntry, ModelLedger } from '../../../src/documentation/model-ledger.js'

/** One adapter on fresh storage. The suite sees nothing else of it. */
export interface ModelLedgerWorld {
  readonly ledger: ModelLedger
  readonly close: () => Promise<void>
}

export function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    key: 'a'.repeat(64),
    model: 'scripted/large',
    text: 'The queue keeps letters [S1].',
    calls: [{ name: 'read_lines', input: '{"path":"a.ts\\u0000"}' }],
    isCut: false,
    inputTokens: 1_200,
    cachedInputTokens: 300,
    outputTokens: 80,
    costUsd: 0.0018,
    finishedAt: new Date('2026-03-04T05:06:07.089Z'),
    ...overrides,
  }
}

/** What every ModelLedger promises. An adapter is finished when this passes. */
export function modelLedgerContract(make: () => Promise<ModelLedgerWorld>): void {
  let world: ModelLedgerWorld
  beforeEach(async () => {
    world = await make()
  })
  afterEach(() => world.close())

  it('knows nothing of a call that was never recorded', async () => {
    expect(await world.ledger.find('b'.repeat(64))).toBeUndefined()
    expect(await world.ledger.find('__proto__')).toBeUndefined()
  })

  it('gives back what was recorded, whole', async () => {
    const large = entry({ text: `ünïcode 🕊 \u2028 "quoted" \\ `.repeat(20_000) })
    expect(await world.ledger.record(large)).toEqual(large)
    expect(await world.ledger.find(large.key)).toEqual(large)
  })

  it('keeps an unknown cost unknown', async () => {
    await world.ledger.record(entry({ costUsd: undefined }))
    expect(await world.ledger.find(entry().key)).toEqual(entry({ costUsd: undefined }))
  })

  it('lets the first entry of a key stand, and tells a later recorder so', async () => {
    await world.ledger.record(entry())
    const late = entry({ text: 'Another answer.', inputTokens: 1, costUsd: 9, model: 'other' })
    expect(await world.ledger.record(late)).toEqual(entry())
    expect(await world.ledger.find(late.key)).toEqual(entry())
    expect(await world.ledger.totals()).toMatchObject({ calls: 1, inputTokens: 1_200 })
  })

  it('agrees on one entry when many record the same call at once', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => `answer ${at}`)
    const stored = await Promise.all(texts.map((text) => world.ledger.record(entry({ text }))))
    expect(new Set(stored.map(({ text }) => text)).size).toBe(1)
    expect((await world.ledger.totals()).calls).toBe(1)
  })

  it('adds up calls, tokens and cost, and says how many costs it does not know', async () => {
    expect(await world.ledger.totals()).toEqual({ calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, callsOfUnknownCost: 0 })
    await world.ledger.record(entry({ key: 'k1', costUsd: 0.25 }))
    await world.ledger.record(entry({ key: 'k2', costUsd: 0.5, inputTokens: 3_000_000_000 }))
    await world.ledger.record(entry({ key: 'k3', costUsd: undefined }))
    expect(await world.ledger.totals()).toEqual({ calls: 3, inputTokens: 3_000_002_400, outputTokens: 240, costUsd: 0.75, callsOfUnknownCost: 1 })
  })
}
