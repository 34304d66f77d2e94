import { describe, expect, it } from 'vitest'
import { dealTurns, laneMayRun, nextTurn, placeInQueue, toLanes, type Candidate, type Share, type Shares } from './fair-turn.js'

const idle: Share = { running: 0, lastTurn: 0 }
const shares = (submitters: Record<string, Share>, hosts: Record<string, Share> = {}, running = 0): Shares => ({
  running,
  turns: 9,
  submitter: (name) => submitters[name] ?? idle,
  host: (name) => hosts[name] ?? idle,
})
const candidate = (id: string, submitter = 'ann', host = 'forge', priority = 0): Candidate => ({ id, submitter, host, priority })

describe('the next turn', () => {
  it.each<[string, Candidate[], Shares, string | undefined]>([
    ['is nobody’s when nothing waits', [], shares({}), undefined],
    ['goes by age among equals', [candidate('2', 'bob'), candidate('1')], shares({}), '1'],
    ['goes by priority before all else', [candidate('1'), candidate('2', 'bob', 'forge', 1)], shares({ bob: { running: 9, lastTurn: 9 } }), '2'],
    ['goes to the submitter with less running', [candidate('1'), candidate('2', 'bob')], shares({ ann: { running: 1, lastTurn: 0 } }), '2'],
    ['goes to the submitter served longer ago', [candidate('1'), candidate('2', 'bob')], shares({ ann: { running: 0, lastTurn: 3 }, bob: { running: 0, lastTurn: 2 } }), '2'],
    ['goes to the host with less running', [candidate('1'), candidate('2', 'ann', 'other')], shares({}, { forge: { running: 2, lastTurn: 1 } }), '2'],
    ['puts submitters before hosts', [candidate('1'), candidate('2', 'bob', 'other')], shares({ bob: { running: 1, lastTurn: 0 } }, { forge: { running: 5, lastTurn: 9 } }), '1'],
  ])('%s', (_name, candidates, standing, expected) => {
    expect(nextTurn(candidates, standing)?.id).toBe(expected)
  })
})

describe('several turns at once', () => {
  const waiting = toLanes([candidate('1'), candidate('2'), candidate('3', 'bob', 'other'), candidate('4'), candidate('5', 'cat', 'other', 1)])
  const dealt = (standing: Shares, ...asking: Parameters<typeof dealTurns>[2]) => dealTurns(waiting, standing, asking).map((turn) => turn?.id)

  it('are as they would be one by one', () => {
    expect(dealt(shares({}), {}, {}, {}, {}, {}, {})).toEqual(['5', '1', '3', '2', '4', undefined])
    expect(dealt(shares({ ann: { running: 2, lastTurn: 1 } }), {}, {}, {})).toEqual(['5', '3', '1'])
  })

  it('keep to the limits of who asks, counting those before', () => {
    const one = { maxRunningPerHost: 1 }
    expect(dealt(shares({}), one, one, one)).toEqual(['5', '1', undefined])
    expect(dealt(shares({}), one, one, { maxRunning: 2 }, { maxRunning: 3 })).toEqual(['5', '1', undefined, '3'])
  })

  it('take nothing from the lanes that they were told of', () => {
    expect(dealt(shares({}), {})).toEqual(dealt(shares({}), {}))
  })
})

describe('limits', () => {
  const busy = shares({ ann: { running: 2, lastTurn: 1 } }, { forge: { running: 3, lastTurn: 1 } }, 4)
  it.each([
    [{}, true],
    [{ maxRunning: 4 }, false],
    [{ maxRunning: 5, maxRunningPerHost: 4, maxRunningPerSubmitter: 3 }, true],
    [{ maxRunningPerHost: 3 }, false],
    [{ maxRunningPerSubmitter: 2 }, false],
  ])('%j', (limits, expected) => {
    expect(laneMayRun(candidate('1'), busy, limits)).toBe(expected)
  })
})

describe('the place in the queue', () => {
  const other = (waiting: number, share: Partial<Share> = {}) => ({ submitter: 'bob', waiting, ...idle, ...share })
  it.each<[string, number, number, Share, ReturnType<typeof other>[], number]>([
    ['is first when nothing goes before', 0, 0, idle, [], 1],
    ['counts what is more urgent and what is older', 3, 2, idle, [], 6],
    ['lets a burst of another count once per round', 0, 1, idle, [other(500)], 3],
    ['counts another’s turn before one’s own', 0, 0, { running: 0, lastTurn: 5 }, [other(500, { lastTurn: 4 })], 2],
    ['counts no more than wait', 0, 10, idle, [other(2)], 13],
    ['counts what one has running already as rounds had', 0, 0, { running: 2, lastTurn: 5 }, [other(500)], 4],
  ])('%s', (_name, urgent, older, own, others, expected) => {
    expect(placeInQueue(urgent, older, own, others)).toBe(expected)
  })
})
