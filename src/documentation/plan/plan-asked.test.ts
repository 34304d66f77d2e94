import { expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { notSteered, type AskedPage, type Steering } from '../../steering/steering.js'
import { writePlannedPage } from '../pages/write-page.js'
import { planWiki } from '../plan-wiki.js'
import { walkTree } from '../wiki.js'

const page = (title: string, more: Partial<AskedPage> = {}): AskedPage => ({ title, purpose: `About ${title}`, focus: [], notes: [], ...more })
const planned = (steering: Partial<Steering>) => planWiki(letterboxCodeMap(), letterboxSubject, { ...notSteered, ...steering })
const asking = (...pages: AskedPage[]) => planned({ pages: pages.map((value) => ({ value, from: 'job' })) })
const textOf = (plan: ReturnType<typeof planned>, slug: string) => {
  const found = plan.pages.find((one) => one.slug === slug)
  return found === undefined ? undefined : writePlannedPage(plan, found).markdown
}

it('plans a page that was asked for, with what its globs name', () => {
  const plan = asking(page('How letters wait', { focus: ['src/queue/**'], purpose: 'How the *queue* keeps letters' }))
  const text = textOf(plan, 'how-letters-wait') ?? ''
  expect(text).toContain('How the \\*queue\\* keeps letters. — asked for with the job')
  expect(text).toContain('match `src/queue/**`')
  expect(text).toContain('LetterQueue')
  expect(text).toContain('## Files')
  expect([...walkTree(plan.tree)].map(({ node }) => node.slug)).toContain('how-letters-wait')
  expect(textOf(plan, 'overview')).toContain('[How letters wait](how-letters-wait.md)')
})

it('finds what it is about by the words of title and purpose when there are no globs', () => {
  const plan = asking(page('Queues', { purpose: 'Where letters wait' }))
  const found = plan.pages.find(({ kind }) => kind === 'asked')
  expect(found?.kind === 'asked' && found.components[0]?.component.name).toBe('LetterQueue')
})

it('says so when the code has nothing of it', () => {
  const plan = asking(page('Quantum gravity', { purpose: 'Spacetime' }))
  expect(textOf(plan, 'quantum-gravity')).toContain('the code alone has nothing to show')
  expect(plan.warnings).toEqual(['Nothing in the code is found for the page Quantum gravity that was asked for.'])
})

it('puts pages below those that they name, and breaks circles', () => {
  const focus = ['src/queue/**']
  const plan = asking(page('A1', { focus, parent: 'B1' }), page('B1', { focus, parent: 'a1' }), page('C1', { focus, parent: 'B1' }), page('D1', { focus, parent: 'Nowhere' }), page('E1', { focus, parent: 'queue' }))
  expect(plan.pages.flatMap((one) => (one.kind === 'asked' ? [[one.slug, one.parent]] : [])).sort()).toEqual([['a1', 'overview'], ['b1', 'a1'], ['c1', 'b1'], ['d1', 'overview'], ['e1', 'queue']])
  expect(plan.warnings).toHaveLength(2)
  expect(new Set([...walkTree(plan.tree)].map(({ node }) => node.slug)).size).toBe(plan.pages.length + 1)
})

it('makes no second page of a title that is there, and gives titles of any script an address', () => {
  const plan = asking(page('Testing'), page('Очередь', { focus: ['src/queue/**'] }))
  expect(plan.pages.filter(({ kind }) => kind === 'asked').map(({ slug }) => slug)).toEqual([expect.stringMatching(/^page-[0-9a-f]{8}$/)])
})

it('brings what matters most to the front: of the modules, and of a module', () => {
  const modulesOf = (plan: ReturnType<typeof planned>) => plan.tree.children.filter(({ kind }) => kind === 'module').map(({ slug }) => slug)
  const plain = modulesOf(planned({}))
  const last = planned({}).modulePages.find(({ slug }) => slug === plain.at(-1))
  const focused = planned({ focus: last?.module.files ?? [] })
  expect(modulesOf(focused)[0]).toBe(plain.at(-1))
  expect([...modulesOf(focused)].sort()).toEqual([...plain].sort())
})

it('orders sections by the type of document, and leaves none out', () => {
  const headings = (text: string | undefined): string[] => [...((text ?? '').match(/^## .*$/gm) ?? [])]
  const plain = headings(textOf(planned({}), 'overview'))
  const api = headings(textOf(planned({ documentType: { value: 'api', from: 'job' } }), 'overview'))
  const developer = headings(textOf(planned({ documentType: { value: 'developer', from: 'job' } }), 'overview'))
  expect([...api].sort()).toEqual([...plain].sort())
  expect(developer.indexOf('## Build, run and test')).toBeLessThan(developer.indexOf('## Architecture'))
})
