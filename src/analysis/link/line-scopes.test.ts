import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineScopes, type Lines } from './line-scopes.js'

const ranges = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 12 })).map(([first, length]): Lines => [first, first + length]))

it('finds the scope that starts last, of those around a line, as looking at each would', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 0, max: 45 }), (all, line) => {
      const scopes = new LineScopes()
      for (const lines of all) scopes.add(lines)
      const around = all.filter(([first, last]) => first <= line && line <= last)
      expect(scopes.around(line)).toEqual(around.toSorted((a, b) => b[0] - a[0] || a[1] - b[1])[0])
    }),
  )
})
