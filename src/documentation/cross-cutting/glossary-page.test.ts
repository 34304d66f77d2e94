import { expect, test } from 'vitest'
import { codeMap, moduleNode, type ComponentSpec } from '../../../test/support/code-map-fixture.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { writeTopicPage } from '../pages/topic-page.js'
import { planWiki } from '../plan-wiki.js'

function glossary(docs: Readonly<Record<string, string>>): string | undefined {
  const names = Object.keys(docs)
  const components = names.map((name, at): ComponentSpec => ({ name, kind: 'class', lines: [at * 10 + 1, at * 10 + 9], doc: docs[name] ?? '' }))
  const files = { 'src/a.ts': { lines: 990, components }, 'src/b.ts': { lines: 9 } }
  const references = names.map((name) => ({ from: 'src/b.ts', to: `src/a.ts#${name}` }))
  const plan = planWiki(codeMap({ files, references, modules: moduleNode('overview', ['src/a.ts', 'src/b.ts']) }), letterboxSubject)
  const planned = plan.pages.find((one) => one.kind === 'topic' && one.address === 'glossary')
  return planned?.kind === 'topic' ? writeTopicPage(plan, planned).markdown : undefined
}

const domain = {
  Pigeon: 'Carries one letter home.',
  Letter: 'Words on their way to somebody.',
  Stamp: 'Proof that the postage was paid.',
  Courier: 'Delivers by hand within the town.',
  Postmark: 'When and where a letter was taken in.',
}

test('explains the words of the domain in alphabetical order, in their own comments’ words', () => {
  const markdown = glossary(domain) ?? ''
  const terms = [...markdown.matchAll(/^\| \[?`(\w+)`/gm)].map(([, term]) => term)
  expect(terms).toEqual(['Courier', 'Letter', 'Pigeon', 'Postmark', 'Stamp'])
  expect(markdown).toContain('Proof that the postage was paid.')
})

test('leaves out words that every program has, comments that say the name again, and one sentence for many', () => {
  const markdown = glossary({
    ...domain,
    BaseOptions: 'Settings that everything else takes from here.',
    ParcelInterface: 'The parcel interface.',
    Telegram: 'Telegram contains the given object for rendering.',
    Postcard: 'Postcard contains the given object for rendering.',
    Fax: 'Fax contains the given object for rendering.',
    Carrier: 'Deprecated: use the Courier that delivers by hand.',
  })
  expect(markdown).toContain('`Courier`')
  expect(markdown).not.toMatch(/BaseOptions|Parcel|Telegram|Postcard|Fax|Carrier/)
})

test('is no page for a handful of words', () => {
  expect(glossary({ Pigeon: domain.Pigeon, Stamp: domain.Stamp })).toBeUndefined()
})
