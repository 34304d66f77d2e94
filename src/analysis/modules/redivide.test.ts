import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moduleNode } from '../../../test/support/code-map-fixture.js'
import { everyFile, moduleInput } from '../../../test/support/module-input.js'
import type { ModuleNode } from '../code-map.js'
import { redivide, type Redivision, type RedivideInput } from './redivide.js'

const many = (folder: string, count: number, lines = 60) => Array.from({ length: count }, (_, at): readonly [string, number] => [`${folder}/f${String(at).padStart(2, '0')}.ts`, lines])
const lines = Object.fromEntries([...many('a', 3), ...many('b', 5), ...many('c', 2), ...many('d', 20), ...many('e/f', 25), ...many('e/g', 2)])
const filesOf = (folder: string) => Object.keys(lines).filter((path) => path.startsWith(`${folder}/`))
const leaf = (id: string, folder = id) => moduleNode(id, filesOf(folder), [], { path: folder, name: id.toUpperCase() })
const tree = moduleNode('overview', [], [leaf('a'), leaf('b'), leaf('c'), leaf('d'), moduleNode('e', [], [leaf('f', 'e/f'), leaf('g', 'e/g')], { path: 'e', name: 'E' })], { path: '', name: 'Repository' })
const input: RedivideInput = { ...moduleInput(lines), pagesBeside: (id) => (id === 'a' || id === 'd' ? [`${id}-api`] : []) }
const halves = (id: string, folder = id) => ({ id, groups: [{ title: 'First half', files: filesOf(folder).slice(0, 10) }, { title: 'Other half', files: filesOf(folder).slice(10) }] })
const nothing: Redivision = { merge: [], split: [] }
const redivided = (wanted: Partial<Redivision>) => redivide(tree, { ...nothing, ...wanted }, input)
const childOf = (node: ModuleNode, id: string) => node.children.find((child) => child.id === id)

describe('modules that are divided otherwise', () => {
  it('are merged under the address of the largest, where the others lead, too', () => {
    const { modules, done, refused } = redivided({ merge: [{ ids: ['a', 'b'] }] })
    expect([done, refused]).toEqual([['A and B are one module.'], []])
    expect(modules.children.map(({ id }) => id)).toEqual(['c', 'd', 'e', 'b'])
    expect(childOf(modules, 'b')).toEqual({ id: 'b', name: 'B and A', path: undefined, files: [...filesOf('a'), ...filesOf('b')], children: [], formerSlugs: ['a', 'a-api'] })
    expect(childOf(modules, 'c')).toBe(childOf(tree, 'c'))
  })

  it('are split below their address, by title', () => {
    const { modules, done } = redivided({ split: [halves('d')] })
    expect(done).toEqual(['D is split into First half and Other half.'])
    const split = childOf(modules, 'd')
    expect([split?.files, split?.formerSlugs, split?.children.map(({ id, files }) => [id, files.length])]).toEqual([[], ['d-api'], [['first-half', 10], ['other-half', 10]]])
    expect(modules.children.map(({ id }) => id)).toEqual(tree.children.map(({ id }) => id))
  })

  it('get the files that no group names where they have most to do with them', () => {
    const [first = [], second = []] = halves('d').groups.map(({ files }) => files)
    const near = (a: string, b: string) => (second.includes(a) || second.includes(b) ? 1 : 0)
    const left = [...first.slice(0, 8), ...second.slice(0, 8)]
    const split = [{ id: 'd', groups: [{ title: 'One', files: left.slice(0, 8) }, { title: 'Two', files: left.slice(8) }] }]
    const { modules } = redivide(tree, { ...nothing, split }, { ...input, affinity: near })
    expect(childOf(modules, 'd')?.children.map(({ files }) => files.length)).toEqual([8, 12])
    const strangers = redivide(tree, { ...nothing, split }, input)
    expect(childOf(strangers.modules, 'd')?.children.flatMap(({ files }) => files)).toHaveLength(20)
  })

  it.each<[string, Partial<Redivision>, string]>([
    ['one module', { merge: [{ ids: ['a'] }] }, 'A merge did not name two modules or more.'],
    ['a module twice', { merge: [{ ids: ['a', 'a'] }] }, 'A merge did not name two modules or more.'],
    ['nobody', { merge: [{ ids: ['a', 'nobody'] }] }, 'A merge named modules that do not stand beside each other.'],
    ['the top', { merge: [{ ids: ['overview', 'a'] }] }, 'A merge named modules that do not stand beside each other.'],
    ['modules of two parents', { merge: [{ ids: ['a', 'g'] }] }, 'A merge named modules that do not stand beside each other.'],
    ['a module with modules', { merge: [{ ids: ['a', 'e'] }] }, 'A and E stay apart: one of them has modules of its own.'],
    ['nearly all of a parent', { merge: [{ ids: ['f', 'g'] }] }, 'F and G stay apart: E would be left with too few modules.'],
    ['a part of nothing', { split: [halves('nobody')] }, 'A split named a module that there is not.'],
    ['the top in parts', { split: [halves('overview')] }, 'A split named a module that there is not.'],
    ['parts of a parent', { split: [halves('e', 'e/f')] }, 'E stays whole: it has modules already, or is too small.'],
    ['parts of a small module', { split: [halves('b')] }, 'B stays whole: it has modules already, or is too small.'],
    ['one part', { split: [{ id: 'd', groups: halves('d').groups.slice(0, 1) }] }, 'D stays whole: it was to have 1 parts.'],
    ['a part for each file', { split: [{ id: 'd', groups: filesOf('d').map((path, at) => ({ title: `Part ${at}`, files: [path] })) }] }, 'D stays whole: it was to have 20 parts.'],
    ['parts of one name', { split: [{ id: 'd', groups: halves('d').groups.map((group) => ({ ...group, title: 'Part' })) }] }, 'D stays whole: its parts were not given names of their own.'],
    ['a part called as the whole', { split: [{ id: 'd', groups: halves('d').groups.map((group, at) => ({ ...group, title: at === 0 ? 'd' : 'Part' })) }] }, 'D stays whole: its parts were not given names of their own.'],
    ['a path for a name', { split: [{ id: 'd', groups: halves('d').groups.map((group, at) => ({ ...group, title: `../${at}` })) }] }, 'D stays whole: its parts were not given names of their own.'],
    ['a file of another', { split: [{ id: 'd', groups: [...halves('d').groups.slice(1), { title: 'Mine', files: filesOf('a') }] }] }, 'D stays whole: a file was named twice, or is not one of its own.'],
    ['a file twice', { split: [{ id: 'd', groups: [...halves('d').groups, { title: 'Again', files: filesOf('d').slice(0, 3) }] }] }, 'D stays whole: a file was named twice, or is not one of its own.'],
    ['hardly a file', { split: [{ id: 'd', groups: [{ title: 'One', files: filesOf('d').slice(0, 2) }, { title: 'Two', files: filesOf('d').slice(2, 4) }] }] }, 'D stays whole: most of its files were not named.'],
    ['an empty part', { split: [{ id: 'd', groups: [...halves('d').groups, { title: 'Nothing', files: [] }] }] }, 'D stays whole: one of its parts is too small for a page.'],
    ['a crumb', { split: [{ id: 'd', groups: [{ title: 'Crumb', files: filesOf('d').slice(0, 1) }, { title: 'Rest', files: filesOf('d').slice(1) }] }] }, 'D stays whole: one of its parts is too small for a page.'],
  ])('stay as they are when the proposal is %s', (_, wanted, why) => {
    const { modules, done, refused } = redivided(wanted)
    expect([modules, done, refused]).toEqual([tree, [], [why]])
  })

  it('stay apart when together they are more than a page holds', () => {
    expect(redivided({ merge: [{ ids: ['b', 'd'] }] }).done).toEqual(['B and D are one module.'])
    const wide = moduleNode('overview', [], [leaf('a'), leaf('b'), leaf('c'), leaf('d'), leaf('f', 'e/f')], { path: '' })
    expect(redivide(wide, { merge: [{ ids: ['d', 'f'] }], split: [] }, input).refused).toEqual(['D and F stay apart: together they are more than a page holds.'])
  })

  it('are changed once each, whatever else is wanted of them', () => {
    const { modules, done, refused } = redivided({ merge: [{ ids: ['a', 'd'] }, { ids: ['d', 'b'] }], split: [halves('d'), halves('f', 'e/f'), halves('f', 'e/f')] })
    expect(done).toEqual(['A and D are one module.', 'F is split into First half and Other half.'])
    expect(refused).toEqual(['A module was to be changed twice.', 'A module was to be changed twice.', 'A module was to be changed twice.'])
    expect(childOf(modules, 'd')?.children).toEqual([])
  })

  it('are not split below the deepest level', () => {
    const deep = ['w', 'x', 'y', 'z'].reduceRight((below, id) => moduleNode(id, [], [below]), leaf('d'))
    const { refused } = redivide(moduleNode('overview', [], [deep], { path: '' }), { merge: [], split: [halves('d')] }, input)
    expect(refused).toEqual(['D stays whole: it stands too deep in the tree.'])
  })
})

/** A tree of so many levels, whose every file and id is its own. */
const anyTree = fc.letrec<{ node: Sketch }>((tie) => ({
  node: fc.record({ files: fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 }), children: fc.oneof({ maxDepth: 3, depthSize: 'small' }, fc.constant([]), fc.array(tie('node'), { maxLength: 6 })) }),
})).node
interface Sketch {
  readonly files: readonly number[]
  readonly children: readonly Sketch[]
}

function build(sketch: Sketch): { readonly root: ModuleNode; readonly sizes: Record<string, number> } {
  const sizes: Record<string, number> = {}
  let ids = 0
  const node = ({ files, children }: Sketch, folder: string): ModuleNode => {
    const id = folder === '' ? 'overview' : `m${ids++}`
    const paths = files.map((size, at) => {
      const path = `${folder}${folder === '' ? '' : '/'}f${at}.ts`
      sizes[path] = size
      return path
    })
    return moduleNode(id, paths, children.map((child, at) => node(child, `${folder}${folder === '' ? '' : '/'}d${at}`)), { path: folder })
  }
  return { root: node(sketch, ''), sizes }
}

const anyCase = anyTree.chain((sketch) => {
  const { root, sizes } = build(sketch)
  const nodes = everyNode(root)
  const anyId = fc.oneof(fc.constantFrom(...nodes.map(({ id }) => id)), fc.constantFrom('__proto__', 'constructor', '../evil', ''))
  const anyPath = fc.constantFrom(...Object.keys(sizes), '/etc/passwd', '__proto__')
  const anyTitle = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('Overview', 'overview', 'Index', 'm0', 'Queue', 'Letters & more', 'm1'))
  /** Its own files in groups, as a good answer has them. */
  const fairSplit = fc.tuple(fc.constantFrom(...nodes), fc.integer({ min: 2, max: 4 })).map(([node, count]) => {
    const groups = Array.from({ length: count }, (_, at) => ({ title: `Group ${at}`, files: node.files.filter((_path, place) => place % count === at) }))
    return { id: node.id, groups }
  })
  const wildSplit = fc.record({ id: anyId, groups: fc.array(fc.record({ title: anyTitle, files: fc.array(anyPath, { maxLength: 8 }) }), { maxLength: 14 }) })
  /** Some leaves that stand beside each other. */
  const fairMerge = fc.constantFrom(...nodes).chain(({ children }) => fc.subarray(children.map(({ id }) => id))).map((ids) => ({ ids }))
  const wanted = fc.record({ merge: fc.array(fc.oneof(fairMerge, fc.record({ ids: fc.array(anyId, { maxLength: 5 }) })), { maxLength: 5 }), split: fc.array(fc.oneof(fairSplit, wildSplit), { maxLength: 5 }) })
  return fc.record({ root: fc.constant(root), sizes: fc.constant(sizes), wanted })
})
const everyNode = (node: ModuleNode): ModuleNode[] => [node, ...node.children.flatMap(everyNode)]
const levelsOf = ({ children }: ModuleNode): number => 1 + Math.max(0, ...children.map(levelsOf))

it('keeps every file in exactly one module, all addresses apart and the bounds of the tree, whatever is wanted', () => {
  let changed = 0
  fc.assert(
    fc.property(anyCase, ({ root, sizes, wanted }) => {
      const about: RedivideInput = { ...moduleInput(sizes), pagesBeside: (id) => [`${id}-api`] }
      const { modules, done, refused } = redivide(root, wanted, about)
      expect(redivide(root, wanted, about)).toEqual({ modules, done, refused })
      expect(everyFile(modules).sort()).toEqual(everyFile(root).sort())
      expect(done.length + refused.length).toBe(wanted.merge.length + wanted.split.length)
      if (done.length === 0) expect(modules).toBe(root)
      changed += done.length
      const [before, after] = [everyNode(root), everyNode(modules)]
      const ids = after.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/)
      const lead = new Set([...ids, ...after.flatMap(({ formerSlugs = [] }) => formerSlugs)])
      for (const { id } of before) expect(lead).toContain(id)
      expect(levelsOf(modules)).toBeLessThanOrEqual(Math.max(levelsOf(root), 5))
      for (const { id, children } of after) {
        const was = before.find((node) => node.id === id)?.children.length ?? 0
        expect(children.length).toBeLessThanOrEqual(Math.max(was, 12))
        if (children.length < was) expect(children.length).toBeGreaterThanOrEqual(3)
      }
    }),
    { numRuns: 400 },
  )
  expect(changed).toBeGreaterThan(20)
})
