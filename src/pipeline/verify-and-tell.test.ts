import { expect, test } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { writeWiki } from '../../test/support/write-wiki.js'
import { planWiki } from '../documentation/plan-wiki.js'
import type { WikiPage } from '../documentation/wiki.js'
import { renderMarkdown } from '../rendering/render-markdown.js'
import { assembleWiki } from './assemble-wiki.js'
import { verifyAndTell } from './verify-and-tell.js'
import type { WrittenPage } from './write-pages.js'

const code = letterboxCodeMap()
const plan = planWiki(code, letterboxSubject)
const deps = { renderer: { render: renderMarkdown } }
const run = { signal: new AbortController().signal, log: async () => {} }

async function published(change: (page: WikiPage) => WikiPage) {
  const pages = (await writeWiki(plan)).filter(({ slug }) => slug !== plan.quality.slug).map(change)
  const written = await Promise.all(pages.map(async (page): Promise<WrittenPage> => ({ page, rendered: await renderMarkdown(page), gap: undefined })))
  const verified = await verifyAndTell(plan, written, code, deps, run)
  const quality = verified.find(({ page }) => page.slug === 'quality')?.page.markdown ?? ''
  return { wiki: assembleWiki(plan, verified, code), quality }
}

const told = (markdown: string, row: string): string | undefined => new RegExp(`^\\| ${row} \\| ([\\d,]+) \\|`, 'm').exec(markdown)?.[1]

test('tells on the quality page the figures of the wiki that is published, that page included', async () => {
  const { wiki, quality } = await published((page) => page)
  expect(wiki.pages.at(-1)?.slug).toBe('quality')
  expect(wiki.gaps).toEqual([])
  expect(told(quality, 'Links')).toBe(String(wiki.coverage.links))
  expect(told(quality, 'Citations')).toBe(String(wiki.coverage.citations))
  expect(told(quality, 'Diagrams')).toBe(String(wiki.coverage.diagrams))
  expect(told(quality, 'Public definitions of the source')).toBe(String(wiki.coverage.publicComponents))
  expect(quality).toContain(`for the ${wiki.pages.length} pages of this wiki`)
})

test('counts anew when a page breaks a rule, and names the page', async () => {
  const broken = (page: WikiPage): WikiPage => (page.slug === 'queue' ? { ...page, markdown: `${page.markdown}\n[gone](nowhere.md)\n` } : page)
  const { wiki, quality } = await published(broken)
  expect(wiki.gaps.map(({ slug, code: reason }) => [slug, reason])).toEqual([['queue', 'documentation/dead-page-link']])
  expect(told(quality, 'Links')).toBe(String(wiki.coverage.links))
  expect(quality).toContain('[Queue](queue.md): `documentation/dead-page-link`')
  expect(quality).toContain('of them cited on a page')
})
