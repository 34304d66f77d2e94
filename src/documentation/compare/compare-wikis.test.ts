import { expect, it } from 'vitest'
import type { Citation, WikiTreeNode } from '../wiki.js'
import { compareWikis } from './compare-wikis.js'
import type { StateComponent, StatePage, WikiState } from './wiki-state.js'

const coverage = { sourceFiles: 1, documentedFiles: 1, publicComponents: 1, documentedPublicComponents: 1, totalComponents: 1, citations: 1, links: 1, diagrams: 0, skippedFiles: 0 }

interface Spec {
  readonly commit?: string
  readonly fingerprint?: string
  /** By slug: Markdown. */
  readonly pages: Readonly<Record<string, string>>
  readonly titles?: Readonly<Record<string, string>>
  readonly citations?: readonly Citation[]
  /** Blobs by path. */
  readonly files: Readonly<Record<string, string>>
  readonly components?: Readonly<Record<string, Partial<StateComponent>>>
  readonly origin?: 'analysis' | 'model'
}

/** Every page but the overview is a module of the components whose files lie in its folder. */
function state({ commit = 'a'.repeat(40), fingerprint = 'f', pages, titles = {}, citations = [], files, components = {}, origin = 'analysis' }: Spec): WikiState {
  const all = new Map(Object.entries(components).map(([id, given]): [string, StateComponent] => [id, { qualifiedName: id.split('#')[1] ?? id, kind: 'function', path: id.split('#')[0] ?? id, signature: 'f()', doc: undefined, isPublic: true, ...given }]))
  const node = (slug: string): WikiTreeNode => ({ slug, title: slug, kind: 'module', path: slug, components: [...all.keys()].filter((id) => id.startsWith(`${titles[slug] ?? slug}/`)), children: [] })
  const slugs = Object.keys(pages)
  return {
    commit,
    fingerprint,
    coverage,
    tree: { ...node(slugs[0] ?? 'overview'), children: slugs.slice(1).map(node) },
    pages: slugs.map((slug): StatePage => ({ slug, title: titles[slug] ?? slug, kind: slug === 'overview' ? 'overview' : 'module', markdown: pages[slug] ?? '', origin, citations })),
    files: new Map(Object.entries(files)),
    components: all,
  }
}

const cite = (path: string, startLine: number, endLine: number, blob: string, symbol?: string): Citation => ({ path, startLine, endLine, blob, symbol })

it('finds nothing between a wiki and itself', () => {
  const one = state({ pages: { overview: '# A\n', q: '# Q\n\nText.\n' }, files: { 'q/a.ts': '1' } })
  expect(compareWikis(one, one)).toEqual({ figures: [], files: { added: 0, removed: 0, changed: 0 }, pages: [], unchanged: 2 })
})

it('takes citations whose lines moved with their file for the same', () => {
  const text = (lines: string, symbolLines: string) => `# Q\n\n[q/a.ts:${lines}](source/q/a.ts#L${lines.replace('-', '-L')}) [\`f\`](source/q/a.ts#L${symbolLines.replace('-', '-L')}) | [${symbolLines.replace('-', '–')}](source/q/a.ts#L${symbolLines.replace('-', '-L')})\n`
  const before = state({ pages: { overview: text('1-3', '4-9') }, files: { 'q/a.ts': '1' }, citations: [cite('q/a.ts', 1, 3, '1'), cite('q/a.ts', 4, 9, '1', 'f')] })
  const after = state({ pages: { overview: text('2-4', '5-10') }, files: { 'q/a.ts': '2' }, citations: [cite('q/a.ts', 2, 4, '2'), cite('q/a.ts', 5, 10, '2', 'f')] })
  expect(compareWikis(before, after).pages).toEqual([])
})

it('takes other lines of the same file, and another symbol, for a change', () => {
  const before = state({ pages: { overview: '[q/a.ts:1](source/q/a.ts#L1-L1)' }, files: { 'q/a.ts': '1' }, citations: [cite('q/a.ts', 1, 1, '1')] })
  const lines = state({ pages: { overview: '[q/a.ts:2](source/q/a.ts#L2-L2)' }, files: { 'q/a.ts': '1' }, citations: [cite('q/a.ts', 2, 2, '1')] })
  const symbol = state({ pages: { overview: '[q/a.ts:1](source/q/a.ts#L1-L1)' }, files: { 'q/a.ts': '2' }, citations: [cite('q/a.ts', 1, 1, '2', 'g')] })
  expect(compareWikis(before, lines).pages).toHaveLength(1)
  expect(compareWikis(before, symbol).pages).toHaveLength(1)
})

it('takes the name and day of the commit for no change', () => {
  const page = (commit: string) => state({ commit, pages: { overview: `At commit \`${commit.slice(0, 10)}\` of ${commit.startsWith('a') ? '2026-01-02' : '2026-02-03'}.` }, files: {} })
  expect(compareWikis(page('a'.repeat(40)), page('b'.repeat(40))).pages).toEqual([])
})

it('tells sections, definitions and lines that changed, and why', () => {
  const before = state({ pages: { overview: '# A', q: '# Q\n\nLead.\n\n## Components\n\n### `f`\n\nOld.\n\n## Gone\n\nx' }, files: { 'q/a.ts': '1' }, components: { 'q/a.ts#f': { signature: 'f()' }, 'q/a.ts#h': {}, 'q/a.ts#d': { doc: 'One.' } } })
  const after = state({ pages: { overview: '# A', q: '# Q\n\nLead.\n\n## Components\n\n### `f`\n\nNew.\n\n## Files\n\ny' }, files: { 'q/a.ts': '2', 'q/b.ts': '3' }, components: { 'q/a.ts#f': { signature: 'f(a)' }, 'q/b.ts#g': { isPublic: false }, 'q/a.ts#d': { doc: 'Two.' } } })
  const { pages, files, unchanged } = compareWikis(before, after)
  expect(files).toEqual({ added: 1, removed: 0, changed: 1 })
  expect(unchanged).toBe(1)
  const [page] = pages
  expect(page).toMatchObject({ change: 'changed', slug: 'q', reasons: ['code'] })
  expect(page?.sections).toEqual([
    { heading: 'f', anchor: 'f', change: 'changed' },
    { heading: 'Files', anchor: 'files', change: 'added' },
    { heading: 'Gone', anchor: 'gone', change: 'removed' },
  ])
  expect(page?.components.map(({ name, change, before: was, after: now }) => [name, change, was, now])).toEqual([
    ['d', 'doc', undefined, undefined],
    ['f', 'signature', 'f()', 'f(a)'],
    ['h', 'removed', 'f()', undefined],
    ['g', 'added', undefined, 'f()'],
  ])
  expect(page?.hunks.map(({ fromLine, toLine, lines }) => [fromLine, toLine, lines.map(({ mark, text }) => mark + text)])).toEqual([
    [7, 7, [' ### `f`', ' ', '-Old.', '+New.', ' ', '-## Gone', '+## Files', ' ', '-x', '+y']],
  ])
})

it.each([
  ['cited', { citations: [cite('r/z.ts', 1, 1, '1')] }, {}],
  ['relations', {}, {}],
  ['prose', {}, { origin: 'model' as const }],
])('says why a page whose own code did not change says something else: %s', async (reason, given, later) => {
  const before = state({ pages: { overview: '# A', q: 'Used in 1 file.' }, files: { 'q/a.ts': '1', 'r/z.ts': '1' }, components: { 'q/a.ts#f': {} }, ...given })
  const after = state({ pages: { overview: '# A', q: 'Used in 2 files.' }, files: { 'q/a.ts': '1', 'r/z.ts': '2' }, components: { 'q/a.ts#f': {} }, ...given, ...later })
  expect(compareWikis(before, after).pages.map(({ slug, reasons }) => [slug, reasons]).at(-1)).toEqual(['q', [reason]])
  expect(compareWikis(before, { ...after, fingerprint: 'g' }).pages.at(-1)?.reasons).toEqual([reason, 'generator'])
})

it('knows a page again that has another address, and tells those that came and went', () => {
  const before = state({ pages: { overview: '# A', q: '# Q', old: '# Old' }, files: {}, components: { 'q/a.ts#f': {}, 'q/a.ts#g': {} } })
  const after = state({ pages: { overview: '# A', queue: '# Q', new: '# New' }, titles: { queue: 'q' }, files: {}, components: { 'q/a.ts#f': {}, 'q/a.ts#g': {} } })
  expect(compareWikis(before, after).pages.map(({ change, slug, was }) => [change, slug, was?.slug])).toEqual([
    ['renamed', 'queue', 'q'],
    ['added', 'new', undefined],
    ['removed', 'old', undefined],
  ])
})

it('takes marks of headings within code for code', () => {
  const page = (text: string) => state({ pages: { overview: `# A\n\n## One\n\n\`\`\`\`sh\n# not a heading ${text}\n\`\`\`\n\`\`\`\`\n\n## Two\n\nx` }, files: {} })
  expect(compareWikis(page('a'), page('b')).pages[0]?.sections).toEqual([{ heading: 'One', anchor: 'one', change: 'changed' }])
})

it('shows pages without anything in common as gone and new, soon', () => {
  const page = (word: string) => state({ pages: { overview: Array.from({ length: 20_000 }, (_, at) => `${word}${at}`).join('\n') }, files: {} })
  const started = process.cpuUsage()
  const [hunk] = compareWikis(page('a'), page('b')).pages[0]?.hunks ?? []
  expect(hunk?.lines).toHaveLength(40_000)
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
})
