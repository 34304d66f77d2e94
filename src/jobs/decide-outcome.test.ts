import { describe, expect, it } from 'vitest'
import { AppError, type ErrorKind } from '../platform/app-error.js'
import { decideOutcome, defaultRetryPolicy, type StopReason } from './decide-outcome.js'

const policy = { maxAttempts: 5, baseDelayMs: 1_000, maxDelayMs: 6_000, patienceMs: 60_000 }
const failureOf = (kind: ErrorKind, retryAfterSeconds?: number) =>
  new AppError(`test/${kind}`, kind, 'It broke.', { advice: 'Fix it.', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) })
const decide = (thrown: unknown, failures = 0, stopReason?: StopReason, random = 0.5) =>
  decideOutcome({ thrown, failures, sinceStartMs: 0, stopReason }, policy, () => random)

describe('decideOutcome', () => {
  it.each<[ErrorKind, number]>([
    ['transient', 5],
    ['limit', 5],
    ['internal', 2],
    ['invalid', 1],
    ['unauthorised', 1],
    ['missing', 1],
    ['conflict', 1],
    ['too-large', 1],
    ['cancelled', 1],
  ])('J15: lets a failure of kind %s end the job at attempt %d, and not before', (kind, attempts) => {
    const kinds = Array.from({ length: attempts }, (_, failures) => decide(failureOf(kind), failures)?.kind)
    expect(kinds).toEqual([...Array<string>(attempts - 1).fill('retry-later'), 'failed'])
  })

  it('keeps code, message and advice', () => {
    expect(decide(failureOf('missing'))).toEqual({
      kind: 'failed',
      failure: { code: 'test/missing', message: 'It broke.', advice: 'Fix it.' },
    })
  })

  it('takes anything thrown for an internal fault', () => {
    expect(decide('a string')).toMatchObject({ kind: 'retry-later', failure: { code: 'internal/unexpected' } })
    expect(decide(new TypeError('x'), 1)).toMatchObject({ kind: 'failed', failure: { code: 'internal/unexpected' } })
  })

  it.each<[StopReason, string | undefined]>([
    ['cancel', 'cancelled'],
    ['shutdown', 'handed-back'],
    ['pause', 'handed-back'],
    ['lease-lost', 'handed-back'],
  ])('does not call an attempt stopped by %s a failure', (reason, kind) => {
    expect(decide(failureOf('internal'), 9, reason).kind).toBe(kind)
  })

  it('hands back, should it still be possible, when the work met a lost lease first', () => {
    expect(decide(new AppError('jobs/lease-lost', 'cancelled', 'Gone.'))).toEqual({ kind: 'handed-back' })
  })

  it('waits a random time below a ceiling that doubles up to a bound', () => {
    const delays = (random: number) => [0, 1, 2, 3].map((failures) => decide(failureOf('transient'), failures, undefined, random))
    expect(delays(1 - 1e-9).map((outcome) => outcome.kind === 'retry-later' && outcome.delayMs)).toEqual([1_000, 2_000, 4_000, 6_000])
    expect(delays(0).map((outcome) => outcome.kind === 'retry-later' && outcome.delayMs)).toEqual([0, 0, 0, 0])
  })

  it.each([
    [30, 30_000],
    [0, 500],
    [-5, 500],
    [10 ** 9, 3_600_000],
  ])('honours Retry-After of %d s as %d ms: never earlier, never beyond an hour', (seconds, delayMs) => {
    expect(decide(failureOf('limit', seconds))).toMatchObject({ kind: 'retry-later', delayMs })
  })

  const outage = new AppError('test/outage', 'transient', 'It is away.', { retryAfterSeconds: 1, isOutage: true })
  const during = (sinceStartMs: number, failures = 0, random = 1) => decideOutcome({ thrown: outage, failures, sinceStartMs, stopReason: undefined }, policy, () => random)

  it('L2: parks a job for as long as its patience lasts, however often; afterwards the outage counts like any failure', () => {
    expect(during(0, 99)).toMatchObject({ kind: 'parked', failure: { code: 'test/outage' } })
    expect(during(59_999, 99)?.kind).toBe('parked')
    expect(during(60_000, 0)?.kind).toBe('retry-later')
    expect(during(60_000, 4)?.kind).toBe('failed')
  })

  it('lets a parked job wait a part of the time that the outage has lasted, no less than asked for, up to a bound', () => {
    const delays = (random: number) => [0, 8_000, 20_000, 50_000].map((sinceStartMs) => during(sinceStartMs, 0, random))
    expect(delays(1)).toMatchObject([{ delayMs: 1_500 }, { delayMs: 2_000 }, { delayMs: 5_000 }, { delayMs: 6_000 }])
    expect(delays(0)).toMatchObject([{ delayMs: 1_000 }, { delayMs: 1_000 }, { delayMs: 2_500 }, { delayMs: 3_000 }])
  })

  it('has defaults that give up within a quarter of an hour', () => {
    const { maxAttempts, baseDelayMs, maxDelayMs } = defaultRetryPolicy
    const longest = Array.from({ length: maxAttempts - 1 }, (_, at) => Math.min(maxDelayMs, baseDelayMs * 2 ** at)).reduce(
      (sum, ms) => sum + ms,
      0,
    )
    expect(longest).toBeLessThan(900_000)
  })
})
