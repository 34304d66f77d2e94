import { describe, expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.js'
import { Housekeeper, type Chore } from './housekeeper.js'

const now = new Date('2026-01-05T12:00:00Z')
const clock = { now: () => now, monotonicMs: () => 0 }

function housekeeper(chores: readonly Chore[], prune: (endedBefore: Date) => Promise<number> = async () => 0): Housekeeper {
  return new Housekeeper({ store: { prune }, clock, logger: silentLogger, chores }, { intervalMs: 60_000, retentionMs: 3_600_000 })
}

describe('Housekeeper', () => {
  it('removes jobs that ended before the retention time', async () => {
    const asked: Date[] = []
    await housekeeper([], async (endedBefore) => asked.push(endedBefore)).tick()
    expect(asked).toEqual([new Date('2026-01-05T11:00:00Z')])
  })

  it('goes on with the other chores when one fails', async () => {
    const done: string[] = []
    const broken = async () => Promise.reject(new Error('disk'))
    await housekeeper(
      [
        { name: 'broken', run: broken },
        { name: 'temp', run: async () => done.push('temp') },
      ],
      broken,
    ).tick()
    expect(done).toEqual(['temp'])
  })

  it('runs one round at a time: a second call joins the round under way', async () => {
    let rounds = 0
    let finish = (): void => undefined
    const gate = new Promise<void>((resolve) => (finish = resolve))
    const keeper = housekeeper([{ name: 'slow', run: async () => gate.then(() => (rounds += 1)) }])
    keeper.start()
    const joined = keeper.tick()
    finish()
    await joined
    expect(rounds).toBe(1)
    await keeper.tick()
    expect(rounds).toBe(2)
    await keeper.stop()
  })

  it('stops only when the chore under way is done, and begins none after it', async () => {
    const done: string[] = []
    let finish = (): void => undefined
    const gate = new Promise<void>((resolve) => (finish = resolve))
    const next = { name: 'next', run: async () => done.push('next') }
    const keeper = housekeeper([next], async () => gate.then(() => done.push('slow')))
    keeper.start()
    const stopped = keeper.stop().then(() => done.push('stopped'))
    finish()
    await stopped
    await keeper.tick()
    expect(done).toEqual(['slow', 'stopped'])
  })
})
