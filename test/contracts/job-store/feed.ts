import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { inserted, progress, running } from './job-store-world.js'

/** Resolves with the first call; a feed that never calls runs into the test's time limit. */
function firstCall(world: World): { called: Promise<void>; unsubscribe: () => void } {
  let unsubscribe = (): void => undefined
  const called = new Promise<void>((resolve) => (unsubscribe = world().feed.subscribe(resolve)))
  return { called, unsubscribe }
}

export function feedContract(world: World): void {
  it('calls every subscriber after a job was added and after it made progress', async () => {
    for (const change of [
      () => inserted(world()),
      async () => {
        const { lease } = await running(world())
        await world().store.report(lease, { progress: progress('on'), events: [] })
      },
    ]) {
      const [one, two] = [firstCall(world), firstCall(world)]
      await change()
      await Promise.all([one.called, two.called])
      one.unsubscribe()
      two.unsubscribe()
    }
  })

  it('leaves alone who has unsubscribed, and goes on for the others', async () => {
    let calls = 0
    world().feed.subscribe(() => (calls += 1))()
    const other = firstCall(world)
    await inserted(world())
    await other.called
    expect(calls).toBe(0)
  })
}
