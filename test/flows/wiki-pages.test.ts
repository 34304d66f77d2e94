import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { exportMarkdown } from '../../src/documentation/export-markdown.js'
import { gapPage } from '../../src/documentation/gap-page.js'
import { githubSlug } from '../../src/documentation/github-slug.js'
import { planWiki } from '../../src/documentation/plan-wiki.js'
import type { WikiPlan } from '../../src/documentation/wiki-plan.js'
import { verifyWiki, type VerifiedPage } from '../../src/documentation/verify-wiki.js'
import type { WikiPage } from '../../src/documentation/wiki.js'
import { makeAnchors } from '../../src/rendering/heading-anchors.js'
import { renderMarkdown } from '../../src/rendering/render-markdown.js'
import type { CodeMap } from '../../src/analysis/code-map.js'
import { codeMap, moduleNode } from '../support/code-map-fixture.js'
import { letterboxCodeMap, letterboxSubject } from '../support/letterbox-code-map.js'
import { writeWiki } from '../support/write-wiki.js'

async function rendered(page: WikiPage): Promise<VerifiedPage> {
  const { links, anchors, invalidDiagrams } = await renderMarkdown(page)
  return { page, links, anchors, invalidDiagrams }
}

function verify(code: CodeMap, plan: WikiPlan, pages: readonly VerifiedPage[]) {
  return verifyWiki({ pages, tree: plan.tree, files: new Map(code.files.map((file) => [file.path, file])), components: code.components })
}

test('writes the pages of the fixture exactly as the golden files have them', async () => {
  const pages = await writeWiki(planWiki(letterboxCodeMap(), letterboxSubject))
  expect(pages.map((page) => page.slug)).toEqual(['overview', 'queue', 'transport', 'testing', 'quality'])
  const folder = new URL('../fixtures/documentation/letterbox/', import.meta.url)
  for (const page of pages) {
    const golden = new URL(`${page.slug}.md`, folder)
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await mkdir(folder, { recursive: true })
      await writeFile(golden, page.markdown)
    }
    expect(page.markdown).toBe(await readFile(golden, 'utf8'))
  }
})

test('publishes only links, anchors, citations and diagrams that hold', async () => {
  const code = letterboxCodeMap()
  const plan = planWiki(code, letterboxSubject)
  const pages = await Promise.all((await writeWiki(plan)).map(rendered))
  expect(verify(code, plan, pages)).toEqual([])
  expect(pages.flatMap((page) => page.links).length).toBeGreaterThan(40)
})

test('cites every public component of the source', async () => {
  const code = letterboxCodeMap()
  const pages = await writeWiki(planWiki(code, letterboxSubject))
  const cited = new Set(pages.flatMap((page) => page.citations.map((citation) => `${citation.path}#${citation.symbol ?? ''}`)))
  const missing = code.components.filter(
    (component) => component.visibility === 'public' && component.parent === undefined && !cited.has(component.id),
  )
  expect(missing).toEqual([])
})

test('tells what is defined for several builds once, with a link to each', async () => {
  const file = { lines: 60, components: [{ name: 'poll', kind: 'function', lines: [1, 9], signature: 'int poll(void)' }, { name: 'MAX', kind: 'constant', lines: [10, 10], signature: `MAX = 1` }] } as const
  const other = { ...file, components: [file.components[0], { ...file.components[1], signature: 'MAX = 2' }] }
  const many = Array.from({ length: 8 }, (_, at) => ({ name: `Big${at}`, kind: 'struct', lines: [20 + at, 20 + at], doc: 'Is big.' }) as const)
  const code = codeMap({ files: { 'src/epoll.c': file, 'src/kqueue.c': other, 'src/big.c': { lines: 90, components: many } }, modules: moduleNode('overview', ['src/big.c', 'src/epoll.c', 'src/kqueue.c']) })
  const [overview] = await writeWiki(planWiki(code, letterboxSubject))
  const again = overview?.markdown.split('as for another build or platform:')[1] ?? ''
  expect(again.split('\n## ')[0]?.trim()).toMatch(/^- \[`src\/kqueue\.c`\]\([^)]*\): \[`poll`\]\([^)]*kqueue\.c#L1-L9\), \[`MAX`\]\([^)]*kqueue\.c#L10-L10\)$/)
})

test('says nothing of a reference that is a guess', async () => {
  const pages = await writeWiki(planWiki(letterboxCodeMap(), letterboxSubject))
  expect(pages.map((page) => page.markdown).join('')).not.toContain('src/cli.ts#L40')
})

test('keeps other pages whole when one becomes a gap', async () => {
  const code = letterboxCodeMap()
  const plan = planWiki(code, letterboxSubject)
  const pages = await writeWiki(plan)
  const gap = { slug: 'queue', title: 'Queue', code: 'documentation/invalid-diagram', message: 'Diagram 1 does not parse <here>' }
  const withGap = await Promise.all(
    pages.map(async (page) => (page.slug === 'queue' ? { ...(await rendered(gapPage(page, gap))), standsIn: true } : rendered(page))),
  )
  expect(verify(code, plan, withGap)).toEqual([])
})

test('is equal for equal input, whatever was written before', async () => {
  const [first, second] = [
    await writeWiki(planWiki(letterboxCodeMap(), letterboxSubject)),
    await writeWiki(planWiki(letterboxCodeMap(), letterboxSubject)),
  ]
  expect(JSON.stringify(second)).toBe(JSON.stringify(first))
})

test.each(['Hello, World!', 'a_b-c', 'C++ & C#', '  Spaces  ', 'Ünïcode ß 日本', 'Job.moveToFailed', '`code` here'])(
  'makes the same anchor of %j as the renderer',
  (heading) => {
    expect(githubSlug(heading)).toBe(makeAnchors()(heading))
  },
)

const hostile = [
  '`',
  '```',
  '|',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '<script>alert(1)</script>',
  '# heading',
  '\n\n# heading\n',
  '"]; click m0 href "javascript:alert(1)"',
  'end',
  '--> m9',
  '&lt;b&gt;',
  '\\',
  '__proto__',
  'ünï/日 本',
  '%%{init: {}}%%',
  '*a* _b_ ~c~',
]

test.each(hostile)('lets no name, path or comment with %j become markup', async (text) => {
  const path = `src/${text.replaceAll('/', '').replaceAll('\n', '')}.ts`
  const component = {
    name: text,
    kind: 'class' as const,
    lines: [1, 9] as const,
    signature: `class ${text}`,
    doc: `${text}\n\nMore ${text} here.\n\n- item ${text}`,
    members: [{ name: text, kind: 'method' as const, lines: [2, 3] as const, doc: text }],
  }
  const code = codeMap({
    files: {
      [path]: { lines: 20, doc: `${text} and more words`, components: [component] },
      'src/b.ts': { lines: 9, components: [{ ...component, name: `${text}B` }] },
    },
    references: [
      { from: `src/b.ts#${text}B`, to: `${path}#${text}`, kind: 'extends' },
      { from: `src/b.ts#${text}B`, to: `${path}#${text}.${text}`, kind: 'call', tier: 'typed', lines: [3] },
    ],
    modules: moduleNode('overview', [], [moduleNode('a', [path], [], { name: text }), moduleNode('b', ['src/b.ts'])], { path: '' }),
    project: {
      name: { value: text, path: 'src/b.ts', startLine: 1, endLine: 1 },
      description: { value: text, path: 'src/b.ts', startLine: 1, endLine: 1 },
      readmeSummary: { value: `${text} is a summary of words`, path: 'src/b.ts', startLine: 1, endLine: 2 },
      licence: { value: text, path: 'src/b.ts', startLine: 1, endLine: 1 },
    },
  })
  const plan = planWiki(code, { ...letterboxSubject, host: 'local', url: 'file:///tmp/x' })
  const pages = await writeWiki(plan)
  for (const page of pages) {
    const { html } = await renderMarkdown(page)
    expect(html).not.toMatch(/<script|<img|href="javascript|onerror=/i)
    expect(html.match(/<h1/g)).toHaveLength(1)
  }
  expect(verify(code, plan, await Promise.all(pages.map(rendered)))).toEqual([])
  for (const page of pages) expect(() => exportMarkdown(page.markdown, letterboxSubject)).not.toThrow()
})
