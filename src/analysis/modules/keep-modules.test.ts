import { describe, expect, test } from 'vitest'
import { everyFile, moduleInput, type Lines } from '../../../test/support/module-input.js'
import type { ModuleNode } from '../code-map.js'
import { buildModules, type ModuleInput } from './build-modules.js'
import { keepModules } from './keep-modules.js'
import type { Affinity } from './split-flat.js'

const node = (id: string, files: readonly string[], children: readonly ModuleNode[] = [], path?: string): ModuleNode => ({ id, name: `The ${id}`, path, files, children })

/** A flat folder of two groups, and a folder with two folders below. */
const former: ModuleNode = node(
  'overview',
  ['main.ts'],
  [
    node('store', ['store/index.ts'], [node('logs', files('store/logs', 5), [], 'store/logs'), node('rows', files('store/rows', 5), [], 'store/rows')], 'store'),
    node('queue-and-job', ['job.ts', 'queue.ts', 'queue.h']),
    node('web', ['web.ts', 'route.ts']),
  ],
  '',
)
const before: Lines = Object.fromEntries(everyFile(former).map((path) => [path, 200]))

function files(folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${folder}/${String.fromCodePoint(97 + at)}.ts`)
}
const without = (lines: Lines, gone: readonly string[]): Lines => Object.fromEntries(Object.entries(lines).filter(([path]) => !gone.includes(path)))
const kept = (lines: Lines, changes: Partial<ModuleInput> = {}, from = former) => keepModules(from, moduleInput(lines, changes))
const all = (root: ModuleNode | undefined): ModuleNode[] => (root === undefined ? [] : [root, ...root.children.flatMap(all)])
/** The address of the module that holds a file. */
const placeOf = (path: string, root: ModuleNode | undefined) => all(root).find((one) => one.files.includes(path))?.id
const addresses = (root: ModuleNode | undefined) => all(root).map(({ id }) => id)
const linked = (...pairs: readonly (readonly [string, string])[]): Affinity => (a, b) => pairs.filter((pair) => pair.includes(a) && pair.includes(b)).length

describe('while no file comes or goes', () => {
  test('keeps the tree to the byte, however large its files have grown', () => {
    const grown = Object.fromEntries(Object.keys(before).map((path) => [path, 9_000]))
    expect(JSON.stringify(kept(grown))).toBe(JSON.stringify({ ...former, name: 'queue' }))
  })

  test('takes the name of the project as it is now', () => {
    expect(kept(before, { projectName: 'Newly named' })?.name).toBe('Newly named')
  })
})

test('addresses of modules that were merged lead on, and are given to nobody else', () => {
  const [store, ...others] = former.children
  if (store === undefined) throw new Error('there is no such module')
  const merged = { ...former, children: [{ ...store, formerSlugs: ['disk', 'web-api'] }, ...others] }
  const more = { ...before, ...Object.fromEntries(files('disk', 4).map((path) => [path, 300])) }
  const modules = kept(more, {}, merged)
  expect(all(modules).find(({ id }) => id === 'store')?.formerSlugs).toEqual(['disk', 'web-api'])
  expect(addresses(modules)).toContain('disk-2')
  expect(readSlugs(kept(before, {}, merged))).toEqual(['disk', 'web-api'])
})
const readSlugs = (root: ModuleNode | undefined) => all(root).flatMap(({ formerSlugs = [] }) => formerSlugs)

describe('a file that goes', () => {
  test('leaves, and nothing else changes', () => {
    const modules = kept(without(before, ['queue.h']))
    expect(addresses(modules)).toEqual(addresses(former))
    expect(everyFile(modules ?? former).sort()).toEqual(Object.keys(before).filter((path) => path !== 'queue.h').sort())
  })

  test('takes its module along when it was the last, whose address is not given to another', () => {
    const modules = kept({ ...without(before, ['web.ts', 'route.ts']), 'web/a.ts': 1_000, 'web/b.ts': 1_000 })
    expect(all(modules).find(({ path }) => path === 'web')?.id).toBe('web-2')
    expect(addresses(modules)).not.toContain('web')
  })

  test('has a module divided anew, alone, that lost much with it', () => {
    const large = { ...before, ...Object.fromEntries(files('api', 20).map((path) => [path, 200])) }
    const wide: ModuleNode = { ...former, children: [node('api', files('api', 20), [], 'api'), ...former.children] }
    const modules = kept(without(large, files('store/rows', 4)), {}, wide)
    expect(addresses(modules)).toEqual(['overview', 'api', 'store', 'queue-and-job', 'web'])
    for (const path of Object.keys(large).filter((one) => !one.startsWith('store/'))) expect(placeOf(path, modules)).toBe(placeOf(path, wide))
  })
})

describe('a file that comes', () => {
  test('joins its stem, else its folder, else whom it has most to do with, else the page around', () => {
    const affinity = linked(['session.ts', 'web.ts'], ['session.ts', 'route.ts'], ['session.ts', 'job.ts'])
    const modules = kept({ ...before, 'web.h': 10, 'store/logs/z.ts': 10, 'session.ts': 10, 'stranger.ts': 10, 'tools/x/y.ts': 10 }, { affinity })
    expect(['web.h', 'store/logs/z.ts', 'session.ts', 'stranger.ts', 'tools/x/y.ts'].map((path) => placeOf(path, modules))).toEqual(['web', 'logs', 'web', 'overview', 'overview'])
    for (const path of Object.keys(before)) expect(placeOf(path, modules)).toBe(placeOf(path, former))
  })

  test('joins those with words of its name when nothing is linked', () => {
    expect(placeOf('queue_events.ts', kept({ ...before, 'queue_events.ts': 10 }))).toBe('queue-and-job')
  })

  test('makes a page with others when a folder is new, where the folder hangs', () => {
    const modules = kept({ ...before, 'store/cache/a.ts': 400, 'store/cache/b.ts': 400, 'api/rows/x.ts': 900, 'api/y.ts': 10 })
    expect(addresses(modules)).toEqual(['overview', 'api', 'store', 'cache', 'logs', 'rows', 'queue-and-job', 'web'])
    expect(all(modules).find(({ id }) => id === 'store')?.children.map(({ path }) => path)).toEqual(['store/cache', 'store/logs', 'store/rows'])
  })

  test('has a module divided that no page can hold any more, which keeps its address', () => {
    const more = Object.fromEntries(files('store/logs/sent', 5).map((path) => [path, 300]))
    const modules = kept({ ...before, ...more, 'store/logs/z.ts': 3_000, 'store/logs/y.ts': 3_000 })
    const logs = all(modules).find(({ id }) => id === 'logs')
    expect(logs?.children.length).toBeGreaterThan(1)
    for (const path of everyFile(former).filter((one) => !one.startsWith('store/logs'))) expect(placeOf(path, modules)).toBe(placeOf(path, former))
  })

  test('divides a wiki of one page at last', () => {
    expect(kept({ 'a.ts': 10, 'b.ts': 10 }, {}, node('overview', ['a.ts'], [], ''))).toBeUndefined()
  })
})

test('begins anew when the repository is another one', () => {
  const moved = Object.fromEntries(Object.entries(before).map(([path, count]) => [`src/${path}`, count]))
  expect(kept(moved)).toBeUndefined()
  expect(kept(without(before, files('store/rows', 5)))).toBeUndefined()
  expect(kept({ ...before, ...Object.fromEntries(files('new', 12).map((path) => [path, 10])) })).toBeUndefined()
})

test('has every file in exactly one module under an address of its own, through many commits, and says the same each time', () => {
  let random = 7
  const chance = (below: number) => (random = (random * 48_271) % 2_147_483_647) % below
  let lines: Lines = before
  let tree = former
  for (let commit = 0; commit < 60; commit += 1) {
    const paths = Object.keys(lines)
    const gone = Array.from({ length: chance(4) }, () => paths[chance(paths.length)] ?? '')
    const come = Array.from({ length: chance(5) }, () => `${['store', 'store/rows', 'api', 'api/v2', 'web', '.'][chance(6)] ?? '.'}/n${commit}_${chance(99)}.ts`.replace('./', ''))
    lines = { ...without(lines, gone), ...Object.fromEntries(come.map((path) => [path, 20 + chance(900)])) }
    const input = moduleInput(lines, { affinity: (a, b) => (a.length * b.length) % 3 })
    const next = keepModules(tree, input) ?? buildModules(input)
    expect(JSON.stringify(keepModules(tree, { ...input, files: [...input.files].reverse() }) ?? buildModules(input))).toBe(JSON.stringify(next))
    expect(everyFile(next).sort()).toEqual(Object.keys(lines).sort())
    expect(new Set(addresses(next)).size).toBe(addresses(next).length)
    expect(all(next).filter((one) => one.id !== 'overview' && everyFile(one).length === 0)).toEqual([])
    expect(keepModules(next, input)).toEqual(next)
    tree = next
  }
})
