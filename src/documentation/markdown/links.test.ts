import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { parseSourceHref, sourceHref, webHref } from './links.js'

const markdown = new MarkdownIt({ html: false })

test('finds the path and lines again that a link was made from, whatever the path', () => {
  const part = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !name.includes('/'))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 9999 }), (parts, line) => {
      const path = parts.join('/')
      const href = sourceHref(path, { startLine: line, endLine: line + 8 })
      expect(parseSourceHref(href)).toEqual({ path, range: { startLine: line, endLine: line + 8 } })
      expect(href).not.toMatch(/[\s()<>|`*"[\]\\]/)
    }),
  )
})

test('makes one link of a path with every mark that Markdown knows', () => {
  const href = sourceHref("a (b)[c]*d*_e_'f'`g`|h\\i#j?k%l/m n.ts", { startLine: 1, endLine: 2 })
  const tokens = markdown.parseInline(`[x](${href})`, {}).flatMap((token) => token.children ?? [])
  expect(tokens.map((token) => token.type)).toEqual(['link_open', 'text', 'link_close'])
  expect(parseSourceHref(tokens[0]?.attrGet('href') ?? '')?.path).toBe("a (b)[c]*d*_e_'f'`g`|h\\i#j?k%l/m n.ts")
})

test.each([
  ['source/a.ts', { path: 'a.ts', range: undefined }],
  ['source/a.ts#L3', { path: 'a.ts', range: { startLine: 3, endLine: 3 } }],
  ['source/a.ts#L', undefined],
  ['source/%zz', undefined],
  ['sources/a.ts', undefined],
])('reads %s', (href, expected) => {
  expect(parseSourceHref(href)).toEqual(expected)
})

test.each([
  ['https://example.org/a(b)?c=d|e', 'https://example.org/a%28b%29?c=d%7Ce'],
  ['javascript:alert(1)', undefined],
  ['https://user:secret@example.org/', undefined],
  ['//example.org', undefined],
  ['http://', undefined],
])('allows %s only when it is a plain web address', (address, expected) => {
  expect(webHref(address)).toBe(expected)
})
