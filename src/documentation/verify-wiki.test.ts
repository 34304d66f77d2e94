import { expect, test } from 'vitest'
import { blobOf, codeMap, moduleNode } from '../../test/support/code-map-fixture.js'
import { verifyWiki, type VerifiedPage, type VerifyInput } from './verify-wiki.js'
import type { Citation, WikiTreeNode } from './wiki.js'

const code = codeMap({
  files: { 'src/a b.ts': { lines: 30, components: [{ name: 'Queue', kind: 'class', lines: [5, 20] }] } },
  modules: moduleNode('overview', ['src/a b.ts']),
})
const sound: Citation = { path: 'src/a b.ts', startLine: 5, endLine: 20, blob: blobOf('src/a b.ts'), symbol: 'Queue' }

function node(slug: string, children: readonly WikiTreeNode[] = []): WikiTreeNode {
  return { slug, title: slug, path: undefined, components: [], children }
}

function page(
  slug: string,
  given: Partial<Pick<VerifiedPage, 'links' | 'anchors' | 'invalidDiagrams' | 'standsIn'>> & {
    readonly citations?: readonly Citation[]
  } = {},
): VerifiedPage {
  const { citations = [], ...rest } = given
  const written = {
    slug,
    title: slug,
    kind: slug === 'overview' ? ('overview' as const) : ('module' as const),
    parent: undefined,
    markdown: '',
    citations,
    origin: 'analysis' as const,
  }
  return { page: written, links: [], anchors: [], invalidDiagrams: [], ...rest }
}

function codes(pages: readonly VerifiedPage[], given: Partial<VerifyInput> = {}): string[] {
  const files = new Map(code.files.map((file) => [file.path, file]))
  const input: VerifyInput = { pages, tree: node('overview', [node('queue')]), files, components: code.components, ...given }
  return verifyWiki(input).map((violation) => `${violation.slug}: ${violation.code}`)
}

test('finds nothing wrong with links, anchors and citations that hold', () => {
  const links = [
    'queue.md',
    'queue.md#claim',
    '#top',
    'source/src/a%20b.ts#L5-L20',
    'source/src/a%20b.ts',
    'source/src/a%20b.ts#L30',
    'https://example.org/x',
  ]
  expect(codes([page('overview', { links, anchors: ['top'], citations: [sound] }), page('queue', { anchors: ['claim'] })])).toEqual([])
})

test.each([
  ['job.md', 'dead-page-link'],
  ['queue.md#gone', 'dead-anchor'],
  ['#gone', 'dead-anchor'],
  ['source/src/b.ts#L1-L2', 'dead-citation'],
  ['source/src/a%20b.ts#L5-L31', 'citation-out-of-range'],
  ['source/src/a%20b.ts#L0-L3', 'citation-out-of-range'],
  ['source/src/a%20b.ts#L9-L3', 'citation-out-of-range'],
  ['../other.md', 'foreign-link'],
  ['/etc/passwd', 'foreign-link'],
  ['javascript:alert(1)', 'foreign-link'],
  ['', 'foreign-link'],
])('finds the link %j to break a rule', (link, expected) => {
  expect(codes([page('overview', { links: [link] }), page('queue')])).toEqual([`overview: ${expected}`])
})

test.each<[string, Partial<Citation>, string]>([
  ['a file that is not there', { path: 'src/b.ts' }, 'dead-citation'],
  ['another version of the file', { blob: blobOf('other') }, 'citation-blob-differs'],
  ['lines past the end', { endLine: 31 }, 'citation-out-of-range'],
  ['lines that do not define the symbol', { startLine: 6, endLine: 20 }, 'citation-misses-symbol'],
  ['lines that are no part of the symbol', { symbol: undefined, within: 'Queue', startLine: 1, endLine: 6 }, 'citation-misses-symbol'],
  ['a symbol that is not there', { symbol: 'Stack' }, 'citation-misses-symbol'],
])('finds a citation of %s', (_, change, expected) => {
  expect(codes([page('overview', { citations: [{ ...sound, ...change }] }), page('queue')])).toEqual([`overview: ${expected}`])
})

test('finds diagrams that do not parse', () => {
  expect(codes([page('overview'), page('queue', { invalidDiagrams: [{ index: 0, message: 'Parse error on line 1' }] })])).toEqual([
    'queue: invalid-diagram',
  ])
})

test('finds tree and pages that do not fit together', () => {
  expect(codes([page('overview')])).toEqual(['queue: missing-page'])
  expect(codes([page('overview'), page('queue'), page('stray')])).toEqual(['stray: orphan-page'])
  expect(codes([page('overview'), page('queue'), page('queue')])).toEqual(['queue: duplicate-slug'])
  expect(codes([page('overview'), page('queue')], { tree: node('overview', [node('queue'), node('queue')]) })).toEqual([
    'queue: duplicate-slug',
  ])
})

test('lets links to headings of a page that stands in for another lead to its top', () => {
  expect(codes([page('overview', { links: ['queue.md#claim'] }), page('queue', { standsIn: true })])).toEqual([])
})
