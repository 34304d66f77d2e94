import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runInOrder, type OrderedWork } from './run-in-order.js'

/** Turns of the event loop stand for time. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

async function trace(pieces: readonly OrderedWork[], atOnce: number): Promise<{ readonly begun: string[]; readonly ended: string[]; readonly most: number }> {
  const [begun, ended]: [string[], string[]] = [[], []]
  let [running, most] = [0, 0]
  await runInOrder(pieces, atOnce, async ({ id }) => {
    begun.push(id)
    most = Math.max(most, ++running)
    await turn()
    running -= 1
    ended.push(id)
  })
  return { begun, ended, most }
}

describe('work in order', () => {
  it('begins a piece when all it waits for is done, the longest chain first', async () => {
    const pieces = [
      { id: 'short', after: [] },
      { id: 'deep', after: [] },
      { id: 'middle', after: ['deep'] },
      { id: 'top', after: ['middle', 'short'] },
    ]
    expect((await trace(pieces, 1)).begun).toEqual(['deep', 'short', 'middle', 'top'])
  })

  it('does every piece once, never before what it waits for, and never more than the limit at a time', async () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }).map((all) => all.map((after, at) => ({ id: `${at}`, after: after.filter((one) => one < at).map(String) }))),
    )
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({ min: 1, max: 4 }), async (pieces, atOnce) => {
        const { begun, ended, most } = await trace(pieces, atOnce)
        expect([...begun].sort()).toEqual(pieces.map(({ id }) => id).sort())
        for (const { id, after } of pieces) for (const before of after) expect(ended.indexOf(before)).toBeLessThan(ended.indexOf(id))
        expect(most).toBeLessThanOrEqual(atOnce)
      }),
    )
  })

  it('ends also when pieces wait for one another, or for one that is not there', async () => {
    const circle = [
      { id: 'a', after: ['b', 'nowhere'] },
      { id: 'b', after: ['a'] },
      { id: 'self', after: ['self'] },
    ]
    expect((await trace(circle, 2)).ended.sort()).toEqual(['a', 'b', 'self'])
  })

  it('begins nothing after a failure, and throws it when what runs has ended', async () => {
    const ended: string[] = []
    const pieces = ['a', 'b', 'c', 'd'].map((id) => ({ id, after: [] }))
    const work = async ({ id }: OrderedWork) => {
      await turn()
      if (id === 'a') throw new Error('a fails')
      await turn()
      ended.push(id)
    }
    await expect(runInOrder(pieces, 2, work)).rejects.toThrow('a fails')
    expect(ended).toEqual(['b'])
  })
})
