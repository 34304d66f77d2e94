import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { githubSlug } from '../documentation/github-slug.js'
import { makeAnchors } from './heading-anchors.js'
import { renderMarkdown } from './render-markdown.js'

const render = (markdown: string) => renderMarkdown({ slug: 'page', title: 'Page', markdown })

/** What could run or load something: a tag of ours never has these. */
function activeMarkup(html: string): string[] {
  const tags = html.match(/<[a-z][^>]*>/gi) ?? []
  const forbidden =
    /^<(script|iframe|object|embed|style|link|meta|base|form|input|img|video|audio|foreignobject|animate|set)\b|\son\w+\s*=|\sstyle\s*=|(href|src)\s*=\s*["']?\s*(javascript|data|vbscript|file):/i
  return tags.filter((tag) => forbidden.test(tag))
}

describe('rendering', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](java\tscript:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '[a](data:text/html,<script>)',
    '[a](vbscript:x)',
    '![x](javascript:alert(1))',
    '![x](https://evil.example/pixel.png)',
    '<svg onload=alert(1)>',
    '<a href="x" onclick="y">z</a>',
    '| <img onerror=x> |\n|---|\n| <script> |',
    '# <script>x</script>',
    '```<script>\n</code><script>x</script>\n```',
    '[a](//evil.example)',
    '[a](\\\\evil.example)',
    '<style>*{}</style>',
    '<iframe src=x>',
    '[x]: javascript:alert(1)\n[x]',
    '`<script>`',
    '<https://x/"onmouseover=alert(1)>',
    '```mermaid\nflowchart LR\n  a["<img src=x onerror=alert(1)>"] --> b\n  click a "javascript:alert(1)"\n```',
    '```mermaid\nsequenceDiagram\n  A->>B: <script>alert(1)</script>\n```',
  ])('lets nothing active out of %j', async (markdown) => {
    expect(activeMarkup((await render(markdown)).html)).toEqual([])
  })

  it('lets nothing active out of anything', async () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '[',
      ']',
      '(',
      ')',
      '!',
      '|',
      '#',
      '\n',
      ' ',
      'javascript:',
      'onerror=',
      'script',
      'img src=x',
      '&#x3c;',
      '\\',
      '*',
      '_',
      'a',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        expect(activeMarkup((await render(pieces.join(''))).html)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('keeps generics that look like tags', async () => {
    expect((await render('A `Map<K>` and Map<Key>')).html).toContain('Map&lt;Key&gt;')
  })

  it('lists relative links, turns pages into reader URLs and marks citations', async () => {
    const { html, links } = await render('[b](other.md#x) [c](source/a%20b.ts#L1-L2) [d](https://example.org)')
    expect(links).toEqual(['other.md#x', 'source/a%20b.ts#L1-L2'])
    expect(html).toContain('href="other#x"')
    expect(html).toContain('class="citation"')
    expect(html).toContain('rel="noopener noreferrer nofollow"')
  })

  it('lets a citation break between folders and before its lines only', async () => {
    const { html } = await render('[src/a&b/c.ts:10-20](source/src/c.ts#L10-L20) [x/y](other.md)')
    expect(html).toContain('>src/<wbr>a&amp;b/<wbr>c.ts<wbr>:10-20</a>')
    expect(html).toContain('>x/y</a>')
  })

  it('draws a diagram as SVG without style, and reports one that the real parser refuses', async () => {
    const { html, invalidDiagrams, diagrams } = await render(
      '```mermaid\nflowchart LR\n  m0["A #lt;T#gt;"] -->|3| m1["B"]\n```\n\n```mermaid\nflowchart LR\n  a[b(c)]\n```\n',
    )
    expect(html).toContain('<svg class="diagram"')
    expect(html).toContain('A &lt;T&gt;')
    expect(html).not.toMatch(/<style|style="/)
    expect(diagrams).toBe(2)
    expect(invalidDiagrams.map(({ index }) => index)).toEqual([1])
  })

  it('highlights by class, and shows unknown languages plainly', async () => {
    expect((await render('```ts\nconst a = 1\n```')).html).toContain('<span class="hl-keyword">const</span>')
    expect((await render('```nonsense\na < b\n```')).html).toContain('a &lt; b')
  })

  it('numbers anchors as GitHub does, like the pages that link to them', () => {
    const headings = ['Job queue', 'a_b `c` <T>', 'Ünïcode – yes!', '  lead', 'C++ & C#']
    expect(headings.map(makeAnchors())).toEqual(headings.map(githubSlug))
    expect(['Same', 'Same', 'Same'].map(makeAnchors())).toEqual(['same', 'same-1', 'same-2'])
  })
})
