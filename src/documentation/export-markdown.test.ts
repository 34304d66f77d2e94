import { expect, test } from 'vitest'
import { exportMarkdown } from './export-markdown.js'

const github = { url: 'https://github.com/a/b', host: 'github.com', commit: 'c0ffee' }
const local = { url: 'file:///home/x', host: 'local', commit: 'c0ffee' }

test.each([
  [
    'See [src/a.ts:1-9](source/src/a.ts#L1-L9).',
    'See [src/a.ts:1-9](https://github.com/a/b/blob/c0ffee/src/a.ts#L1-L9).',
    'See `src/a.ts:1-9`.',
  ],
  [
    '[…/deep/a.ts:4](source/very/deep/a.ts#L4-L4)',
    '[…/deep/a.ts:4](https://github.com/a/b/blob/c0ffee/very/deep/a.ts#L4)',
    '`very/deep/a.ts:4`',
  ],
  [
    '[`take[0]`](source/src/a%20b.ts#L2-L3) and [`x`](queue.md#x)',
    '[`take[0]`](https://github.com/a/b/blob/c0ffee/src/a%20b.ts#L2-L3) and [`x`](queue.md#x)',
    '`take[0]` and [`x`](queue.md#x)',
  ],
  [
    '[``a`<b>``](source/Dockerfile#L1-L4) as `end`, [`80`](source/Dockerfile#L2-L2)',
    '[``a`<b>``](https://github.com/a/b/blob/c0ffee/Dockerfile#L1-L4) as `end`, [`80`](https://github.com/a/b/blob/c0ffee/Dockerfile#L2)',
    '``a`<b>`` as `end`, `80`',
  ],
  ['[`src/a.ts`](source/src/a.ts)', '[`src/a.ts`](https://github.com/a/b/blob/c0ffee/src/a.ts)', '`src/a.ts`'],
  [
    '`[x](source/a.ts)` stays, ``a`[x](source/a.ts)`` too',
    '`[x](source/a.ts)` stays, ``a`[x](source/a.ts)`` too',
    '`[x](source/a.ts)` stays, ``a`[x](source/a.ts)`` too',
  ],
  ['\\[x](source/a.ts)', '\\[x](source/a.ts)', '\\[x](source/a.ts)'],
  [
    '```md\n[x](source/a.ts)\n```\n[x:1](source/a.ts#L1-L1)',
    '```md\n[x](source/a.ts)\n```\n[x:1](https://github.com/a/b/blob/c0ffee/a.ts#L1)',
    '```md\n[x](source/a.ts)\n```\n`a.ts:1`',
  ],
  ['````\n```\n[x](source/a.ts)\n````', '````\n```\n[x](source/a.ts)\n````', '````\n```\n[x](source/a.ts)\n````'],
])('exports %j for a forge and for none', (markdown, onForge, alone) => {
  expect(exportMarkdown(markdown, github)).toBe(onForge)
  expect(exportMarkdown(markdown, local)).toBe(alone)
})

test('takes a hostile line in bounded time', () => {
  const started = performance.now()
  for (const line of ['['.repeat(20_000), '[`'.repeat(20_000), '`'.repeat(20_000), '[\\'.repeat(20_000)])
    exportMarkdown(`${line}](source/a.ts)`, github)
  expect(performance.now() - started).toBeLessThan(3_000)
})
