import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WakeUp } from '../../src/jobs/wake-up.js'

export interface WakeUpWorld {
  /** Where it is told. */
  readonly near: WakeUp
  /** Where workers listen; a process of its own when there can be one. */
  readonly far: WakeUp
  readonly close: () => Promise<void>
}

/** What `WakeUp` promises while nothing breaks. It may call once too often; a subscriber looks and finds nothing. */
export function wakeUpContract(name: string, makeWorld: () => Promise<WakeUpWorld>): void {
  describe(`wake-up in ${name}`, () => {
    let world: WakeUpWorld
    beforeEach(async () => {
      world = await makeWorld()
    })
    afterEach(() => world.close())

    const counter = () => {
      const counted = { calls: 0, unsubscribe: () => undefined as unknown }
      counted.unsubscribe = world.far.subscribe(() => (counted.calls += 1))
      return counted
    }

    it('calls every subscriber on every notification, until it unsubscribes', async () => {
      const [one, two] = [counter(), counter()]
      world.near.notify()
      await expect.poll(() => Math.min(one.calls, two.calls)).toBeGreaterThanOrEqual(1)
      one.unsubscribe()
      const before = { one: one.calls, two: two.calls }
      world.near.notify()
      await expect.poll(() => two.calls).toBeGreaterThan(before.two)
      expect(one.calls).toBe(before.one)
    })

    it('needs no subscriber', async () => {
      expect(() => world.near.notify()).not.toThrow()
    })
  })
}
