import { expect, test } from 'vitest'
import { codeMap, moduleNode, type CodeMapSpec } from '../../../test/support/code-map-fixture.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { writeTopicPage } from '../pages/topic-page.js'
import { planWiki } from '../plan-wiki.js'
import { testFrameworks } from './test-frameworks.js'

const files: CodeMapSpec['files'] = {
  'src/queue.ts': {
    lines: 90,
    components: [
      { name: 'Queue', kind: 'class', lines: [1, 40], doc: 'Keeps jobs.' },
      { name: 'drain', kind: 'function', lines: [50, 60] },
      { name: 'Options', kind: 'interface', lines: [70, 80] },
    ],
  },
  'src/other.ts': { lines: 20, components: [{ name: 'alone', kind: 'function', lines: [1, 9] }] },
  'test/queue.test.ts': { lines: 30, role: 'test', components: [{ name: 'check', kind: 'function', lines: [20, 28] }] },
  'test/drain.test.ts': { lines: 30, role: 'test' },
  'test/support.ts': { lines: 30, role: 'test', components: [{ name: 'makeQueue', kind: 'function', lines: [1, 8] }] },
}

function page(spec: Partial<CodeMapSpec>): string | undefined {
  const modules = moduleNode('overview', [], [moduleNode('queue', ['src/queue.ts']), moduleNode('other', ['src/other.ts'])], { path: '' })
  const plan = planWiki(codeMap({ files, modules, ...spec }), letterboxSubject)
  const planned = plan.pages.find((one) => one.kind === 'topic' && one.address === 'testing')
  return planned?.kind === 'topic' ? writeTopicPage(plan, planned).markdown : undefined
}

const used = {
  references: [
    { from: 'test/queue.test.ts', to: 'src/queue.ts#Queue', lines: [3, 4] },
    { from: 'test/queue.test.ts', to: 'test/support.ts#makeQueue', lines: [3] },
    { from: 'test/drain.test.ts', to: 'test/support.ts#makeQueue', lines: [3] },
  ],
  imports: [{ from: 'test/queue.test.ts', specifier: 'vitest', line: 2 }],
} satisfies Partial<CodeMapSpec>

test('is left out where there are no tests', () => {
  expect(page({ files: { 'src/queue.ts': { lines: 9 }, 'src/other.ts': { lines: 9 } } })).toBeUndefined()
})

test('tells which tests name what of a module, what they share, and with what they are written', () => {
  const markdown = page(used)
  expect(markdown).toContain('3 test files with 90 lines, in `test/`.')
  expect(page({ ...used, files: { ...files, 'test/cert.pem': { lines: 5, role: 'test' } } })).toContain('4 test files with 95 lines, 3 of them code, in `test/`.')
  expect(markdown).toContain('| Vitest | 1 test file | [test/queue.test.ts:2](source/test/queue.test.ts#L2-L2) |')
  expect(markdown).toContain('| [Queue](queue.md) | 1 | 1 | [`queue.test.ts`](source/test/queue.test.ts) |')
  expect(markdown).toContain('| [`test/support.ts`](source/test/support.ts) | 2 test files | [`makeQueue`](source/test/support.ts#L1-L8) |')
})

test('says what no test names only where tests name something, and never of what has no behaviour', () => {
  const markdown = page(used) ?? ''
  const untouched = markdown.slice(markdown.indexOf('## What no test names'))
  expect(untouched).toContain('[Queue](queue.md), 1 of 2: [`drain`]')
  expect(untouched).not.toContain('alone')
  expect(untouched).not.toContain('Options')
  expect(page({})).not.toContain('What no test names')
})

test('knows a framework by its imports and manifests, not by names that begin alike', () => {
  const declared = (name: string) => ({ value: { name, version: undefined, scope: 'development' as const }, path: 'src/queue.ts', startLine: 1, endLine: 1 })
  const code = codeMap({
    files,
    modules: moduleNode('overview', Object.keys(files)),
    imports: [
      { from: 'test/queue.test.ts', specifier: 'org.junit.jupiter.api.Test' },
      { from: 'test/queue.test.ts', specifier: 'pytest_django' },
      { from: 'test/queue.test.ts', specifier: 'PHPUnit\\Framework\\TestCase' },
      { from: 'src/queue.ts', specifier: 'chai' },
    ],
    project: { dependencies: [declared('jest-diff'), declared('pytest')] },
  })
  const found = testFrameworks(code, (path) => path.startsWith('test/'))
  expect(found.map(({ name, imports }) => [name, imports.length])).toEqual([
    ['JUnit', 1],
    ['PHPUnit', 1],
    ['pytest', 0],
  ])
})

test('counts tests that stand beside the code as tests of it, and names none of them as a part of the product', () => {
  const beside: CodeMapSpec['files'] = {
    'src/queue.ts': {
      lines: 90,
      components: [
        { name: 'drain', kind: 'function', lines: [1, 20] },
        { name: 'fill', kind: 'function', lines: [22, 40] },
        { name: 'drains', kind: 'function', lines: [50, 60], isTest: true },
      ],
    },
    'src/other.ts': { lines: 20 },
  }
  const markdown = page({ files: beside, references: [{ from: 'src/queue.ts#drains', to: 'src/queue.ts#drain', lines: [52] }] }) ?? ''
  expect(markdown).toContain('1 source file holds tests of its own beside the code, 1 function in all ([src/queue.ts:50-60](source/src/queue.ts#L50-L60)).')
  expect(markdown).toContain('| [Queue](queue.md) | 1 | 1 | [`queue.ts`](source/src/queue.ts) |')
  expect(markdown).toContain('[Queue](queue.md), 1 of 2: [`fill`]')
  const modules = moduleNode('overview', [], [moduleNode('queue', ['src/queue.ts'])])
  const plan = planWiki(codeMap({ files: beside, modules }), letterboxSubject)
  expect(plan.modulePages.flatMap(({ components }) => components.map(({ component }) => component.name))).toEqual(['drain', 'fill'])
})
