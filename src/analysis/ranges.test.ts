import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Ranges, type Range } from './ranges.js'

const ranges = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 12 })).map(([first, length]): Range => [first, first + length]))

it('finds the range that starts last, of those around a place, as looking at each would', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 0, max: 45 }), (all, place) => {
      const held = new Ranges()
      for (const range of all) held.add(range)
      const around = all.filter(([first, last]) => first <= place && place <= last)
      expect(held.around(place)).toEqual(around.toSorted((a, b) => b[0] - a[0] || a[1] - b[1])[0])
    }),
  )
})
