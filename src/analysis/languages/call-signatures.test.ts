import { describe, expect, it } from 'vitest'
import { partCallSignatures } from './call-signatures.js'

describe('call signatures with type parameters', () => {
  it('are parted from the member above, in place of a blank', () => {
    const text = 'interface Get<E> {\n  <K extends keyof E>(key: K): E[K]\n  /** Any. */\n  <K>(key: K): unknown\n}\n'
    expect(partCallSignatures(text)).toBe('interface Get<E> {\n  <K extends keyof E>(key: K): E[K]\n  /** Any. */\n ;<K>(key: K): unknown\n}\n')
  })

  it('leaves what goes on from the line above, elements and type arguments alone', () => {
    for (const text of ['const f =\n  <T>(a: T) => a\n', 'return (\n  <App>(one)</App>\n)', 'const a = <div>\n  <p>text</p>\n</div>', 'interface A {\n  <T>(a: T): T;\n  <T>(b: T): T\n}']) expect(partCallSignatures(text)).toBe(text)
  })
})
