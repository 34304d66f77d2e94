import { expect, it } from 'vitest'
import { codeMap, moduleNode } from '../../../test/support/code-map-fixture.js'
import { indexCode } from './code-index.js'
import { rankedOffers } from './ranked-offers.js'

it('lists what goes wrong after what somebody comes for, by its name or by what it extends', () => {
  const path = 'lib/api.py'
  const components = [
    { name: 'Trouble', kind: 'class', lines: [1, 60], doc: 'Any trouble.' },
    { name: 'BadError', kind: 'class', lines: [61, 120], doc: 'Bad.' },
    { name: 'Timeout', kind: 'class', lines: [121, 180], doc: 'Late.' },
    { name: 'fetch', kind: 'function', lines: [181, 190], doc: 'Fetches.' },
  ] as const
  const code = codeMap({
    files: { [path]: { lines: 200, components } },
    references: [
      { from: `${path}#Timeout`, to: `${path}#BadError`, kind: 'extends' },
      { from: `${path}#BadError`, to: `${path}#Timeout`, kind: 'extends' },
    ],
    modules: moduleNode('overview', [path]),
  })
  const offers = code.components.map(({ id, name }) => ({ name, component: id, path, line: 1 }))
  const ranked = rankedOffers({ code: { ...code, offers }, index: indexCode(code) }).map(({ name }) => name)
  expect(ranked.indexOf('fetch')).toBeLessThan(ranked.indexOf('BadError'))
  expect(ranked.indexOf('fetch')).toBeLessThan(ranked.indexOf('Timeout'))
  expect(ranked[0]).toBe('Trouble')
})

it('puts what is deprecated after what is not, and what the README shows before its equals', () => {
  const path = 'lib/api.php'
  const components = ['Old', 'Plain', 'Shown'].map((name, at) => ({ name, kind: 'class', lines: [1 + 20 * at, 20 + 20 * at], doc: name === 'Old' ? 'Does it.\n\n@deprecated use Plain' : 'Does it.' }) as const)
  const code = codeMap({
    files: { [path]: { lines: 60, components } },
    modules: moduleNode('overview', [path]),
    project: { readmeExample: { value: { language: 'php', code: '$x = new \\Acme\\Shown();' }, path: 'README.md', startLine: 3, endLine: 3 } },
  })
  const index = indexCode(code)
  const offers = code.components.map(({ id, name }) => ({ name, component: id, path, line: 1 }))
  expect(rankedOffers({ code: { ...code, offers }, index }).map(({ name }) => name)).toEqual(['Shown', 'Plain', 'Old'])
  expect(index.shown).toEqual([`${path}#Shown`])
})
