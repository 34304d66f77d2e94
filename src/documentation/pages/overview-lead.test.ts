import { expect, test } from 'vitest'
import { codeMap, moduleNode, type FileSpec } from '../../../test/support/code-map-fixture.js'
import { letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { planWiki } from '../plan-wiki.js'
import { writePlannedPage } from './write-page.js'

function overview(files: Readonly<Record<string, FileSpec>>): string {
  const plan = planWiki(codeMap({ files: { 'src/a.ts': { lines: 9 }, ...files }, modules: moduleNode('overview', ['src/a.ts']) }), letterboxSubject)
  const [first] = plan.pages
  return first === undefined ? '' : writePlannedPage(plan, first).markdown
}

const document = (lines: number): FileSpec => ({ lines, role: 'docs' })

test('names what the authors wrote to be read: at the root first, then the longest', () => {
  const markdown = overview({ 'README.md': document(90), LICENSE: document(20), 'docs/short.md': document(5), 'docs/long.rst': document(500), 'docs/logo.svg': document(9), 'CHANGELOG.md': document(40) })
  expect(markdown.replaceAll(/\[([^\]]*)\]\(source\/[^)]*\)/g, '$1')).toContain('Written by its authors: `CHANGELOG.md`, `docs/long.rst` and `docs/short.md`.')
})

test('says nothing of documents where there are none but the README', () => {
  expect(overview({ 'README.md': document(90) })).not.toContain('Written by its authors')
})
