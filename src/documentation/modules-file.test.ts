import { expect, test } from 'vitest'
import { codeMap, moduleNode } from '../../test/support/code-map-fixture.js'
import type { ModuleNode } from '../analysis/code-map.js'
import { readModulesFile, writeModulesFile } from './modules-file.js'

const commit = 'a'.repeat(40)
const tree = moduleNode('overview', ['main.ts'], [moduleNode('queue', ['q.ts'], [moduleNode('job', ['job.ts'])]), moduleNode('web', ['w.ts'], [], { path: 'web' })], { path: '' })
const written = (modules: ModuleNode) => writeModulesFile(codeMap({ files: {}, modules }), commit, true)
const nested = (levels: number): string =>
  written({ ...tree, children: [] }).replace('"children":[]', `"children":[${'{"id":"a","name":"A","files":[],"children":['.repeat(levels)}${']}'.repeat(levels)}]`)

test('reads what was written, so that it is written again to the byte', () => {
  const read = readModulesFile(written(tree))
  expect(read).toEqual({ commit, modulesFrom: undefined, judged: true, modules: tree })
  expect(written(read?.modules ?? moduleNode('none', []))).toBe(written(tree))
})

test('hands on which addresses lead to a module', () => {
  const [queue, ...others] = tree.children
  const merged = { ...tree, children: [{ ...(queue ?? tree), formerSlugs: ['jobs', 'jobs-api'] }, ...others] }
  expect(readModulesFile(written(merged))?.modules).toEqual(merged)
  expect(readModulesFile(written(merged).replace('"jobs"', '"../jobs"'))).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['no JSON', '{"format": 1'],
  ['another thing', '[]'],
  ['another format', written(tree).replace('"format":1', '"format":2')],
  ['no commit', written(tree).replace(commit, 'main')],
  ['an address that is none', written(tree).replace('"queue"', '"../queue"')],
  ['an address twice', written(tree).replace('"web","name"', '"queue","name"')],
  ['a file twice', written(tree).replace('w.ts', 'q.ts')],
  ['files that are none', written(tree).replace('["q.ts"]', '[1]')],
  ['a top that is no overview', written({ ...tree, id: 'top' })],
  ['modules nested without end', nested(100_000)],
])('reads no modules from %s', (_what, text) => {
  expect(readModulesFile(text)).toBeUndefined()
})
