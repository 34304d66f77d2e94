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
  ['variable', 'constant', 'var Validator StructValidator = &defaultValidator{}'],
  ['variable', 'constant', 'export let level = 1'],
  ['variable', 'constant', 'pub(crate) static mut COUNT: u32 = 0'],
  ['constant', 'constant', 'const various = 1'],
  ['constant', 'constant', 'letters = 26'],
] as const)('calls it a %s: %s `%s`', (word, kind, signature) => {
  expect(wordOfKind({ kind, signature })).toBe(word)
})
