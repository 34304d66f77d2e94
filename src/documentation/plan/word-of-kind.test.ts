import { expect, it } from 'vitest'
import { wordOfKind } from './word-of-kind.js'

it.each([
  ['trait', 'interface', 'trait ClientTrait'],
  ['trait', 'interface', 'pub unsafe trait Send'],
  ['trait', 'interface', 'sealed trait Shape[+T]'],
  ['protocol', 'interface', 'public protocol Session: Sendable'],
  ['annotation', 'interface', 'public @interface Expose'],
  ['interface', 'interface', 'export interface Portrait { trait: string }'],
  ['interface', 'interface', 'type Opener interface'],
  ['class', 'class', 'class Trait'],
] as const)('calls it a %s: %s `%s`', (word, kind, signature) => {
  expect(wordOfKind({ kind, signature })).toBe(word)
})
