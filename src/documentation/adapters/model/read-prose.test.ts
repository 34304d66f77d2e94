import { expect, it } from 'vitest'
import fc from 'fast-check'
import { codeMap, moduleNode } from '../../../../test/support/code-map-fixture.js'
import type { Component } from '../../../analysis/code-map.js'
import { readProse, soundProse, type Prose } from './read-prose.js'

const files = { 'a.ts': { lines: 90, components: [{ name: 'Queue', kind: 'class', lines: [1, 9] }, { name: 'take', kind: 'function', lines: [20, 29] }] } } as const
const [queue, take] = codeMap({ files, modules: moduleNode('overview', ['a.ts']) }).components as [Component, Component]
const scope = { components: new Map([['S1', queue], ['S2', take]]), modules: new Set(['transport']) }

const read = (answer: string) => readProse(answer, scope)

/** The prose as one line per item, ids as names in brackets. */
function shown(prose: Prose | undefined): string[] {
  return (prose?.blocks ?? []).flatMap(({ items }) =>
    items.map((item) =>
      item
        .map(({ parts }) => parts.map((part) => (part.kind === 'cite' ? `{${part.component.name}}` : part.kind === 'module' ? `<${part.slug}>` : part.kind === 'code' ? `\`${part.text}\`` : part.text)).join(''))
        .join(' | '),
    ),
  )
}

it('reads citations, module links and code, sentence by sentence', () => {
  const prose = read('The `Queue` keeps letters [S1]. It hands them to [[transport]] with `a. B` [S1, S2]. See e.g. `take`. [S2]\n\nAnother one [S2].')
  expect(prose.violations).toEqual([])
  expect(shown(prose)).toEqual(['The `Queue` keeps letters {Queue}. | It hands them to <transport> with `a. B` {Queue}{take}. | See e.g. `take`. {take}', 'Another one {take}.'])
})

it('reads lists, and lines that go on', () => {
  const prose = read('First\nthis [S1]:\n- one\n  goes on [S1]\n* two\n\n1. three [S2]')
  expect(shown(prose)).toEqual(['First this {Queue}:', 'one goes on {Queue}', 'two', 'three {take}'])
  expect(prose.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'list', 'list'])
})

it.each([
  ['an unknown component', 'A claim [S9].', '[S9] is no component'],
  ['an id of another kind', 'A claim [M1].', '[M1] is no component'],
  ['lines of its own', 'A claim [S1:L3-L4].', 'is no component'],
  ['an unknown module', 'See [[nowhere]] [S1].', '[[nowhere]] is no module'],
  ['a path as a module', 'See [[../../etc/passwd]] [S1].', 'is no module'],
  ['HTML', 'A <b>bold</b> claim [S1].', 'HTML'],
  ['a script', 'A <script>alert(1)</script> [S1].', 'HTML'],
  ['an image', 'A ![x](y.png) [S1].', 'link'],
  ['a link', 'A [page](overview.md) [S1].', 'link'],
  ['a reference link', 'A [page][1] [S1].', 'link'],
  ['an address', 'A https://evil.example/ [S1].', 'link'],
  ['a script address', 'A javascript:alert(1) [S1].', 'link'],
])('finds %s, and leaves out that sentence alone', (_, bad, violation) => {
  const prose = read(`Good one [S1]. ${bad} Good two [S2].`)
  expect(prose.violations).toHaveLength(1)
  expect(prose.violations[0]).toContain(violation)
  expect(shown(soundProse(prose))).toEqual(['Good one {Queue}. | Good two {take}.'])
})

it.each([
  ['a heading', '# Owned'],
  ['a heading', 'Owned\n====='],
  ['a table', '| a | b |'],
  ['a code block', '```mermaid\ngraph TD\n```'],
  ['a code block', '~~~~\nnever closed\n\n# Not a heading'],
])('finds %s and leaves it out', (what, bad) => {
  const prose = read(`Good [S1].\n\n${bad}`)
  expect(prose.violations.some((violation) => violation.includes(what))).toBe(true)
  expect(shown(soundProse(prose)).join(' ')).not.toMatch(/Owned$|graph|never closed|a \| b/)
  expect(shown(soundProse(prose))[0]).toBe('Good {Queue}.')
})

it('does not take code for HTML or links', () => {
  expect(read('A `Map<string, <b>>` and `https://x.y/` and `[a](b)` and a < b, x[0], List<T> [S1].').violations).toEqual([])
})

it('leaves out a paragraph that cites nothing, also when only its citation was wrong', () => {
  expect(read('Nothing here.').violations[0]).toContain('Nothing is cited')
  expect(soundProse(read('Nothing here.\n\nA claim [S9]. And more.'))).toBeUndefined()
  expect(shown(soundProse(read('Nothing here.\n\nA claim [S2].')))).toEqual(['A claim {take}.'])
})

it('takes any text without throwing, and what it keeps breaks no rule', () => {
  const piece = fc.constantFrom('[S1]', '[S9]', '[[transport]]', '[[x]]', '`', '``', '<b>', '](', '. ', 'A', '\n', '\n\n', '# ', '- ', '|', '```', '\ue000', '\ue001', '**', ' ')
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
      const kept = soundProse(read(pieces.join('')))
      for (const sentence of kept?.blocks.flatMap(({ items }) => items.flat()) ?? []) expect(sentence.violations).toEqual([])
    }),
    { numRuns: 500 },
  )
})
