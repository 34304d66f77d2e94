import { expect, it } from 'vitest'
import { aliasOf } from './job-alias.js'

it.each([
  ['Octo', 'Cat', 'octo--cat'],
  ['group/sub', 'repo', 'group--sub--repo'],
  ['a', 'b--c', 'a--b--c'],
  ['a--b', 'c', 'a--b--c'],
])('makes the alias of %s/%s: %s', (owner, name, alias) => {
  expect(aliasOf({ owner, name })).toBe(alias)
})
