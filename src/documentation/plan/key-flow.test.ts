import { expect, test } from 'vitest'
import { codeMap, moduleNode, type FileSpec } from '../../../test/support/code-map-fixture.js'
import { indexCode } from './code-index.js'
import { findKeyFlow } from './key-flow.js'

const service = (name: string): FileSpec => ({
  lines: 50,
  components: [{ name, kind: 'class', lines: [1, 40], members: [{ name: 'run', kind: 'method', lines: [5, 30] }] }],
})

function flowOf(calls: readonly (readonly [string, string, number])[], crowd = 0) {
  const files: Record<string, FileSpec> = {
    'start.ts': { lines: 99, components: [{ name: 'start', kind: 'function', lines: [1, 80] }, { name: 'helper', kind: 'function', lines: [81, 85] }, { name: 'idle', kind: 'function', lines: [86, 90] }] },
  }
  for (const name of ['A', 'B', 'C', 'D', 'Log']) files[`${name}.ts`] = service(name)
  for (let at = 0; at < crowd; at += 1) files[`u${at}.ts`] = { lines: 9, components: [{ name: `u${at}`, kind: 'function', lines: [1, 9] }] }
  const id = (name: string) => (/^(?:start|helper|idle)$/.test(name) ? `start.ts#${name}` : /^u\d/.test(name) ? `${name}.ts#${name}` : `${name}.ts#${name}.run`)
  const references = [...calls, ...Array.from({ length: crowd }, (_, at) => [`u${at}`, 'Log', 1] as const)].map(([from, to, line]) => ({
    from: id(from),
    to: id(to),
    lines: [line],
  }))
  const index = indexCode(codeMap({ files, references, modules: moduleNode('overview', []) }))
  return findKeyFlow(
    index,
    [...index.components.values()].filter((component) => component.kind !== 'class'),
  )
}

const story = [
  ['start', 'B', 20],
  ['start', 'A', 10],
  ['A', 'C', 7],
  ['C', 'Log', 6],
] as const

test('tells the calls in source order, each below the call that leads to it', () => {
  const flow = flowOf(story)
  expect(flow?.start.name).toBe('start')
  expect(flow?.steps.map((step) => `${step.from.qualifiedName} ${step.to.qualifiedName} ${step.line}`)).toEqual([
    'start A.run 10',
    'A.run C.run 7',
    'C.run Log.run 6',
    'start B.run 20',
  ])
  expect(flow?.participants).toEqual(['start.ts', 'A.ts#A', 'C.ts#C', 'Log.ts#Log', 'B.ts#B'])
})

test('tells a call within one type where it leads on to another, and not where it ends', () => {
  const flow = flowOf([['start', 'helper', 5], ['helper', 'A', 82], ['start', 'idle', 6], ['start', 'B', 20], ['A', 'C', 7], ['B', 'D', 6]])
  expect(flow?.steps.map((step) => `${step.from.name} ${step.to.qualifiedName}`)).toEqual(['start helper', 'helper A.run', 'run C.run', 'start B.run', 'run D.run'])
})

test('prefers what something does to how it is made', () => {
  const files: Record<string, FileSpec> = {}
  for (const name of ['A', 'B', 'C', 'D']) files[`${name}.py`] = service(name)
  const members = ['__init__', 'serve'].map((name, at) => ({ name, kind: 'method' as const, lines: [at * 20 + 2, at * 20 + 19] as [number, number] }))
  files['app.py'] = { lines: 60, components: [{ name: 'App', kind: 'class', lines: [1, 50], members }] }
  const call = (from: string, to: string, line: number) => ({ from: `app.py#App.${from}`, to: `${to}.py#${to}.run`, lines: [line] })
  const references = [...['A', 'B', 'C', 'D'].map((to, at) => call('serve', to, 23 + at)), ...['A', 'B', 'C', 'D'].map((to, at) => call('__init__', to, 3 + at))]
  const index = indexCode(codeMap({ files, references, modules: moduleNode('overview', []) }))
  expect(findKeyFlow(index, [...index.components.values()].filter(({ kind }) => kind === 'method'))?.start.name).toBe('serve')
})

test('leaves out what everybody calls', () => {
  const flow = flowOf([...story, ['start', 'D', 30]], 30)
  expect(flow?.participants).toEqual(['start.ts', 'A.ts#A', 'C.ts#C', 'B.ts#B', 'D.ts#D'])
})

test('ends where calls go in a circle', () => {
  const flow = flowOf([...story, ['C', 'A', 9], ['B', 'start', 9]])
  expect(flow?.steps.length).toBeLessThanOrEqual(6)
})

test('tells nothing when too little is crossed', () => {
  expect(
    flowOf([
      ['start', 'A', 10],
      ['start', 'A', 11],
    ]),
  ).toBeUndefined()
})

test('keeps room for what the start does next, however long its first call goes on', () => {
  const parts = Array.from({ length: 15 }, (_, at) => `m${at}`)
  const files: Record<string, FileSpec> = {
    'start.ts': { lines: 99, components: [{ name: 'start', kind: 'function', lines: [1, 80] }] },
    'E.ts': { lines: 99, components: [{ name: 'E', kind: 'class', lines: [1, 99], members: parts.map((name, at) => ({ name, kind: 'method', lines: [2 + at, 2 + at] })) }] },
    ...Object.fromEntries(['A', 'B', 'C'].map((name) => [`${name}.ts`, service(name)])),
  }
  const references = [
    ...['A', 'B', 'C'].map((name, at) => ({ from: 'start.ts#start', to: `${name}.ts#${name}.run`, lines: [10 + at] })),
    ...parts.map((name, at) => ({ from: 'A.ts#A.run', to: `E.ts#E.${name}`, lines: [6 + at] })),
  ]
  const index = indexCode(codeMap({ files, references, modules: moduleNode('overview', []) }))
  const flow = findKeyFlow(index, [...index.components.values()].filter(({ name }) => name === 'start'))
  expect(flow?.steps.map((step) => step.to.qualifiedName)).toEqual(['A.run', ...parts.slice(0, 9).map((name) => `E.${name}`), 'B.run', 'C.run'])
})
