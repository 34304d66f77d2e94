import { expect, test } from 'vitest'
import { matchesEtag } from './entity-tag.js'

test.each([
  [undefined, false],
  ['', false],
  ['W/"1-0"', true],
  ['"1-0"', true],
  ['"x", W/"1-0"', true],
  ['*', true],
  ['W/"1-1"', false],
  ['1-0', false],
])('If-None-Match: %s matches W/"1-0": %s', (header, matches) => {
  expect(matchesEtag(header, 'W/"1-0"')).toBe(matches)
})
