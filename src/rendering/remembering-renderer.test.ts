import { expect, it } from 'vitest'
import { silentLogger } from '../platform/logger.js'
import { openDatabase } from '../platform/sqlite/open-database.js'
import { SqliteRenderCache } from './adapters/sqlite/sqlite-render-cache.js'
import type { PageRenderer, RenderInput, RenderResult } from './page-renderer.js'
import { rememberingRenderer } from './remembering-renderer.js'
import { renderMarkdown } from './render-markdown.js'

const { signal } = new AbortController()
const diagram = '```mermaid\nflowchart LR\n  a["A"] --> b["B"]\n```'
const page: RenderInput = { slug: 'queue', title: 'Queue', markdown: `# Queue\n\n## Place\n\n${diagram}\n\nSee [the job](job.md#state).\n` }

/** A renderer that notes what it is asked for, and how to remember its pages under a version. */
function world() {
  const asked: RenderInput[] = []
  const renderer: PageRenderer = {
    render: (input) => (asked.push(input), renderMarkdown(input)),
    highlight: async () => [],
    close: async () => undefined,
  }
  const database = openDatabase(':memory:', { durability: 'normal' })
  const deps = { renderer, cache: new SqliteRenderCache(database), logger: silentLogger }
  const remembering = (version: string) => (input: RenderInput): Promise<RenderResult> => rememberingRenderer({ ...deps, version }).render(input, signal)
  return { asked, remembering, database }
}

it('renders a page once, and gives the same page with the same findings ever after', async () => {
  const { asked, remembering } = world()
  const first = await remembering('1')(page)
  expect(await remembering('1')(page)).toEqual(first)
  expect(first).toMatchObject({ links: ['job.md#state'], anchors: ['queue', 'place'], diagrams: 1 })
  expect(asked).toHaveLength(1)
})

it('renders anew what has another text, title or address, and everything when the renderer is another', async () => {
  const { asked, remembering } = world()
  for (const other of [page, { ...page, markdown: `${page.markdown}More.\n` }, { ...page, title: 'Queues' }, { ...page, slug: 'queues' }]) await remembering('1')(other)
  await remembering('2')(page)
  expect(asked).toHaveLength(5)
})

it('draws a diagram once, and the page that has it looks as if it had been drawn for it', async () => {
  const { asked, remembering } = world()
  await remembering('1')(page)
  const longer = { ...page, markdown: `${page.markdown}More.\n` }
  const again = await remembering('1')(longer)
  expect(asked[1]?.drawn).toHaveLength(1)
  expect(again).toEqual({ ...(await renderMarkdown(longer)), drawn: [] })
})

it('draws anew under another heading, for the drawing bears its name', async () => {
  const { remembering } = world()
  await remembering('1')(page)
  const renamed = { ...page, markdown: page.markdown.replace('## Place', '## Position') }
  expect((await remembering('1')(renamed)).html).toContain('Diagram 1: Position')
})

it('does not remember a page that breaks a rule, nor its diagram', async () => {
  const { asked, remembering } = world()
  const broken = { ...page, markdown: '# Queue\n\n```mermaid\nflowchart LR\n  a --\n```\n' }
  expect((await remembering('1')(broken)).invalidDiagrams).toHaveLength(1)
  expect((await remembering('1')(broken)).invalidDiagrams).toHaveLength(1)
  expect(asked.map(({ drawn }) => drawn)).toEqual([[], []])
})

it('renders a page all the same when what was kept is damaged or cannot be reached', async () => {
  const { remembering, database } = world()
  const first = await remembering('1')(page)
  database.exec(`UPDATE rendered SET value = x'00'`)
  expect(await remembering('1')(page)).toEqual(first)
  database.close()
  expect(await remembering('1')(page)).toEqual(first)
})
