import { expect, test } from 'vitest'
import { capitalise, count, listOf, percent, sentence, shorten } from './prose.js'
import { foldSignature } from './pages/signature.js'

test('counts things in good English', () => {
  expect([
    count(1, 'class'),
    count(2, 'class'),
    count(1, 'library'),
    count(3, 'library'),
    count(0, 'file'),
    count(1234, 'line'),
    count(2, 'key'),
  ]).toEqual(['1 class', '2 classes', '1 library', '3 libraries', '0 files', '1,234 lines', '2 keys'])
})

test('lists things with what is left out', () => {
  expect([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c']), listOf(['a', 'b'], 1_005)]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
    'a, b and 1,003 more',
  ])
})

test('leaves names as they are written', () => {
  expect(['pytest.raises helper', 'fooBar does', 'npm: a tool', 'sends letters'].map((text) => capitalise(text))).toEqual([
    'pytest.raises helper',
    'fooBar does',
    'npm: a tool',
    'Sends letters',
  ])
  expect([capitalise('ripgrep is a tool', 'ripgrep'), capitalise('ripgrep is a tool', 'rip')]).toEqual(['ripgrep is a tool', 'Ripgrep is a tool'])
})

test('ends sentences once and cuts at words', () => {
  expect([
    sentence('It works'),
    sentence('Does it?'),
    capitalise('ünder'),
    shorten('one two three', 9),
    percent(1, 300),
    percent(1, 3),
    percent(0, 0),
  ]).toEqual(['It works.', 'Does it?', 'Ünder', 'one two…', '< 1 %', '33 %', '0 %'])
})

test('folds a long signature at its parameters and leaves a short one', () => {
  expect(foldSignature('def a(b: int)')).toBe('def a(b: int)')
  expect(foldSignature('const jwt = (options: { secret: string; keys?: { id: string; of?: string }; alg: (x: number) => string; headerName?: string })')).toBe(
    'const jwt = (options: {\n    secret: string;\n    keys?: { id: string; of?: string };\n    alg: (x: number) => string;\n    headerName?: string\n})',
  )
  expect(foldSignature('class Jar(Base): # type: ignore[misc]')).toBe('class Jar(Base)')
  expect(
    foldSignature(
      'export function register<T extends Map<string, number>>(options: { a: number, b: string }, then: (a: T, b: T) => void, ...rest: T[]): void',
    ),
  ).toBe(
    'export function register<T extends Map<string, number>>(\n    options: { a: number, b: string },\n    then: (a: T, b: T) => void,\n    ...rest: T[]\n): void',
  )
  expect(foldSignature('class Flow< B extends Backend = Redis, > extends Emitter')).toBe(
    'class Flow<B extends Backend = Redis> extends Emitter',
  )
})
