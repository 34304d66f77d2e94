import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { escapeText, fencedCode, guardLineStart, inlineCode, tableCell } from './escape.js'

const markdown = new MarkdownIt({ html: false, linkify: false })
const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '`',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '*',
    '_',
    '#',
    '-',
    '+',
    '|',
    '\\',
    '&amp;',
    '!',
    '~~',
    '\n',
    '\n\n',
    '    ',
    '1. ',
    '> ',
    '===',
    '```',
    ':',
    '\u2028',
  ),
)
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

/** What a reader sees: white space counts as one space. */
function visible(value: string): string {
  return value
    .replaceAll('\0', '\ufffd')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

function textOf(source: string): { types: Set<string>; text: string } {
  const tokens = markdown.parse(source, {})
  const children = tokens.flatMap((token) => token.children ?? [])
  return {
    types: new Set([...tokens, ...children].map((token) => token.type)),
    text: children.map((token) => (token.type === 'softbreak' ? ' ' : token.content)).join(''),
  }
}

test('shows any text as itself: no link, heading, list, emphasis, code or HTML', () => {
  fc.assert(
    fc.property(text, (value) => {
      const found = textOf(guardLineStart(escapeText(value)))
      for (const type of found.types) expect(['paragraph_open', 'paragraph_close', 'inline', 'text', 'text_special']).toContain(type)
      expect(visible(found.text)).toBe(visible(value.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')))
    }),
    { numRuns: 2000 },
  )
})

test('shows any text as code, whatever backticks it has', () => {
  fc.assert(
    fc.property(text, (value) => {
      const code = inlineCode(value)
      const tokens = markdown.parseInline(code, {}).flatMap((token) => token.children ?? [])
      expect(tokens.map((token) => token.type)).toEqual(code === '' ? [] : ['code_inline'])
      if (code !== '') expect(visible(tokens[0]?.content ?? '')).toBe(visible(value.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')))
    }),
    { numRuns: 2000 },
  )
})

test('keeps text and code in their own cells of a table', () => {
  fc.assert(
    fc.property(text, text, (first, second) => {
      const table = `| A | B |\n| --- | --- |\n| ${tableCell(inlineCode(first))} | ${tableCell(escapeText(second))} |`
      const tokens = markdown.parse(table, {})
      expect(tokens.filter((token) => token.type === 'td_open')).toHaveLength(2)
      const cells = tokens.filter((token) => token.type === 'inline').slice(2)
      expect(visible((cells[1]?.children ?? []).map((token) => token.content).join(''))).toBe(
        visible(second.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')),
      )
      const code = (cells[0]?.children ?? [])[0]
      expect(visible(code?.content ?? '')).toBe(visible(first.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')))
    }),
    { numRuns: 2000 },
  )
})

test('lets no code close its fence', () => {
  fc.assert(
    fc.property(text, (value) => {
      const tokens = markdown.parse(`${fencedCode('ts', value)}\n\n# After`, {})
      expect(tokens.map((token) => token.type)).toEqual(['fence', 'heading_open', 'inline', 'heading_close'])
    }),
  )
})

test('leaves words with underscores readable in the source', () => {
  expect(escapeText('snake_case and a_b')).toBe('snake_case and a_b')
  expect(escapeText('__init__ and _private')).toBe('\\_\\_init\\_\\_ and \\_private')
})
