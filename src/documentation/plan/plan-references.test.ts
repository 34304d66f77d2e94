import { expect, test } from 'vitest'
import type { Component } from '../../analysis/code-map.js'
import { codeMap, moduleNode, type ComponentSpec } from '../../../test/support/code-map-fixture.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { writeWiki } from '../../../test/support/write-wiki.js'
import { renderMarkdown } from '../../rendering/render-markdown.js'
import { memberSignature } from '../pages/signature.js'
import { planWiki } from '../plan-wiki.js'
import { verifyWiki } from '../verify-wiki.js'

function type(name: string, members: number, isPrivate = false): ComponentSpec {
  const methods = Array.from({ length: members }, (_, at): ComponentSpec => ({ name: `${name.toLowerCase()}${at}`, kind: 'method', lines: [at + 2, at + 2], signature: `async ${name.toLowerCase()}${at}(key: string)` }))
  return { name, kind: 'class', lines: [1, 900], isPrivate, members: methods }
}

function planned(...types: ComponentSpec[]) {
  const files = Object.fromEntries(types.map((one) => [`src/${one.name}.ts`, { lines: 900, components: [one] }]))
  const code = codeMap({ files, modules: moduleNode('overview', [], [moduleNode('core', Object.keys(files))], { path: '' }) })
  return { code, plan: planWiki(code, letterboxSubject) }
}

const referencesOf = (plan: ReturnType<typeof planned>['plan']) => plan.pages.filter(({ kind }) => kind === 'reference')

test('a module with few members names them all on its own page', () => {
  expect(referencesOf(planned(type('Alpha', 30), type('Beta', 12)).plan)).toEqual([])
})

test('a module with many gets a page for them, below it in the tree', () => {
  const { plan } = planned(type('Alpha', 60))
  expect(referencesOf(plan).map(({ slug, title, parent }) => [slug, title, parent])).toEqual([['core-api', 'Core API', 'core']])
  expect(plan.tree.children[0]?.children.map(({ slug, title, kind }) => [slug, title, kind])).toEqual([['core-api', 'API', 'reference']])
})

test('splits by the alphabet, and lets a type that is too large for a page go on with the next', () => {
  const { plan } = planned(type('Alpha', 100), type('Beta', 100), type('Zeta', 350))
  expect(referencesOf(plan).map(({ title }) => title)).toEqual(['Core API, A', 'Core API, B', 'Core API, Zeta', 'Core API, Zeta (2)', 'Core API, Zeta (3)'])
  expect(plan.references.get('core')?.map(({ groups }) => groups.reduce((sum, { members }) => sum + members.length, 0))).toEqual([100, 100, 160, 160, 30])
})

test.each([[[type('Alpha', 30), type('Hidden', 9, true)]], [[type('Alpha', 60), type('Beta', 200), type('Hidden', 9, true)]]])(
  'every public member stands on the page of its module or one below it, with links that hold',
  async (types) => {
    const { code, plan } = planned(...types)
    const pages = await writeWiki(plan)
    const own = pages.filter(({ slug, parent }) => slug === 'core' || parent === 'core').map(({ markdown }) => markdown).join('\n')
    const isNamed = ({ name }: Component) => new RegExp(`\`${name}[(\`]`).test(own)
    expect(code.components.filter((one) => one.parent !== undefined && !isNamed(one))).toEqual([])
    const rendered = await Promise.all(pages.map(async (page) => ({ page, ...(await renderMarkdown(page)) })))
    expect(verifyWiki({ pages: rendered, tree: plan.tree, files: plan.index.files, components: code.components })).toEqual([])
  },
)

test('keeps to the address that a module has taken', () => {
  const files = { 'src/a.ts': { lines: 900, components: [type('Alpha', 60)] }, 'src/b.ts': { lines: 9 }, 'src/c.ts': { lines: 9 } }
  const modules = moduleNode('overview', [], [moduleNode('core', ['src/a.ts']), moduleNode('core-api', ['src/b.ts']), moduleNode('quality', ['src/c.ts'])], { path: '' })
  const plan = planWiki(codeMap({ files, modules }), letterboxSubject)
  expect(referencesOf(plan).map(({ slug }) => slug)).toEqual(['about-core-api'])
  expect(plan.quality.slug).toBe('about-quality')
})

test.each([
  ['moveToFailed', 'async moveToFailed<E extends Error>(err: E, token: string): Promise<void>', 'moveToFailed<E extends Error>(err: E, token: string): Promise<void>'],
  ['Abort', 'func (c *Context) Abort()', 'Abort()'],
  ['run', 'def run(self, host: str | None = None) -> None', 'run(host: str | None = None) -> None'],
  ['close', 'def close(self)', 'close()'],
  ['Item', 'public List<Item> Item(int at)', 'Item(int at)'],
  ['name', 'readonly name: string', 'name: string'],
  ['$on', 'something else', '$on'],
])('shows %s as a caller sees it', (name, signature, seen) => {
  expect(memberSignature({ name, signature })).toBe(seen)
})
