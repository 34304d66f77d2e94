import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PastRun } from './job-store.js'
import { stages } from './job-status.js'
import { ProgressTracker } from './progress-tracker.js'

const past = (totalMs: number): PastRun => ({
  totalMs,
  stageMs: { cloning: totalMs / 4, writing: (3 * totalMs) / 4 },
})

function trackerOf(pastRuns: readonly PastRun[], startedMs: number): ProgressTracker {
  const tracker = new ProgressTracker(startedMs)
  tracker.learn(pastRuns)
  return tracker
}

describe('ProgressTracker', () => {
  it('starts at nothing, without a guess', () => {
    expect(new ProgressTracker(0).at(0)).toEqual({
      stage: undefined,
      message: 'Starting',
      percent: 0,
      step: undefined,
      steps: undefined,
      eta: undefined,
    })
  })

  it('never falls and never says 100, whatever it is told', () => {
    const told = fc.oneof(
      fc.record({ stage: fc.constantFrom(...stages) }),
      fc.record({ done: fc.integer({ min: 0, max: 50 }), total: fc.integer({ min: 0, max: 40 }) }),
    )
    fc.assert(
      fc.property(fc.array(told), (tellings) => {
        const tracker = new ProgressTracker(0)
        let last = 0
        for (const telling of tellings) {
          if ('stage' in telling) tracker.stage(telling.stage, 's')
          else tracker.step(telling.done, telling.total, 'n')
          const { percent } = tracker.at(1_000)
          expect(percent).toBeGreaterThanOrEqual(last)
          expect(percent).toBeLessThanOrEqual(99)
          last = percent
        }
      }),
    )
  })

  it('grows with the steps of a stage and forgets them with the next', () => {
    const tracker = new ProgressTracker(0)
    tracker.stage('analysing', 'Reading')
    tracker.step(1, 4, 'Read 1 of 4')
    const quarter = tracker.at(0)
    tracker.step(2, 4, 'Read 2 of 4')
    expect(tracker.at(0).percent).toBeGreaterThan(quarter.percent)
    expect(quarter).toMatchObject({ stage: 'analysing', message: 'Read 1 of 4', step: 1, steps: 4 })
    tracker.stage('planning', 'Deciding')
    expect(tracker.at(0)).toMatchObject({ step: undefined, steps: undefined })
  })

  it('weighs stages by how long they took the last time', () => {
    const tracker = trackerOf([past(10_000)], 0)
    tracker.stage('writing', 'Writing')
    expect(tracker.at(0).percent).toBe(25)
    tracker.step(1, 3, 'Page 1')
    expect(tracker.at(0).percent).toBe(50)
  })

  it('lets no percentage fall when it learns late how long stages took', () => {
    const tracker = new ProgressTracker(0)
    tracker.stage('writing', 'Writing')
    const { percent } = tracker.at(0)
    tracker.learn([past(10_000)])
    tracker.step(0, 3, 'No page yet')
    expect(tracker.at(0).percent).toBe(percent)
    tracker.step(3, 3, 'Page 3')
    expect(tracker.at(0).percent).toBe(99)
  })

  it('learns only from runs that asked a model, too, where it asks one', () => {
    const explained = { stageMs: { writing: 1_000, explaining: 9_000 }, totalMs: 10_000 }
    const tracker = new ProgressTracker(0, { withModel: true })
    tracker.learn([past(1_000), explained])
    tracker.stage('explaining', 'Explaining')
    expect(tracker.at(0)).toMatchObject({ percent: 10, eta: { seconds: 10, basis: '1 past run of this repository' } })
    const plain = trackerOf([explained], 0)
    plain.stage('writing', 'Writing')
    expect(plain.at(0).eta?.basis).not.toContain('past run')
  })

  it('guesses the time left from the median of past runs, and says so', () => {
    const tracker = trackerOf([past(60_000), past(10_000), past(20_000)], 1_000)
    expect(tracker.at(6_000).eta).toEqual({ seconds: 15, basis: '3 past runs of this repository' })
  })

  it('guesses from the pace of this run when past runs were shorter, or there are none', () => {
    const slow = trackerOf([past(1_000)], 0)
    slow.stage('writing', 'Writing')
    slow.step(1, 3, 'Page 1')
    expect(slow.at(8_000).eta).toEqual({ seconds: 8, basis: 'the pace of this run' })
    const other = trackerOf([], 0)
    expect(other.at(5_000).eta).toBeUndefined()
  })
})
