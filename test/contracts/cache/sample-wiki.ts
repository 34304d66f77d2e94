import { cacheKey } from '../../../src/cache/cache-key.js'
import type { StageInput } from '../../../src/cache/cache-manager.js'
import type { WikiPage } from '../../../src/documentation/wiki.js'
import type { RenderedPage } from '../../../src/rendering/rendered-page.js'

export const one = '1'.repeat(40)
export const two = '2'.repeat(40)
export const shop = { host: 'example.org', owner: 'o', name: 'shop' }
export const keyOf = (commit: string, fingerprint = 'f') => cacheKey('https://example.org/o/shop', commit, fingerprint)

const page = (slug: string, title: string, parent?: string): WikiPage => ({
  slug,
  title,
  kind: slug === 'overview' ? 'overview' : 'module',
  parent,
  markdown: `# ${title}\n`,
  citations: [],
  origin: 'analysis',
})
const rendered = (slug: string, title: string, text: string): RenderedPage => ({
  slug,
  title,
  html: `<h1>${title}</h1>`,
  contents: [{ level: 2, anchor: 'part', text: 'Part' }],
  sections: [
    { anchor: '', heading: '', text: title },
    { anchor: 'part', heading: 'Part', text },
  ],
  anchors: ['part'],
  undrawnDiagrams: [],
})
const coverage = {
  sourceFiles: 1,
  documentedFiles: 1,
  publicComponents: 1,
  documentedPublicComponents: 1,
  totalComponents: 1,
  citations: 0,
  links: 0,
  diagrams: 0,
  skippedFiles: 0,
}

/** What the wiki of a commit hands on. */
export const modulesOf = (commit: string): string => `{"commit":"${commit}"}`

/** A wiki of two pages and two sources, of the commit and attempt. Its summary holds what is hard to store. */
export function sampleWiki(commit: string, attempt = 1): StageInput {
  const pages = [page('overview', 'Shop'), page('job-queue', 'Job queue', 'overview')]
  const sources = async function* () {
    yield { path: 'src/queue/job.ts', oid: 'a'.repeat(40), language: 'typescript', content: Buffer.from('export const x = 1\n') }
    yield { path: 'README.md', oid: 'b'.repeat(40), language: 'markdown', content: Buffer.from('# Shop\n') }
  }
  const summary = 'Sells “things” \u0000 \ud83d\ude00 \ud83d'
  const leaf = { slug: 'job-queue', title: 'Job queue', path: 'src', components: [], children: [] }
  return {
    wiki: {
      title: 'Shop',
      summary,
      pages,
      gaps: [],
      coverage,
      tree: { slug: 'overview', title: 'Shop', path: '', components: [], children: [leaf] },
    },
    rendered: [
      rendered('overview', 'Shop', 'Everything about orders.'),
      rendered('job-queue', 'Job queue', 'Uses moveToFailed and retry_later when workers vanish.'),
    ],
    files: new Map([
      ['module_tree.json', '{}'],
      ['empty.json', ''],
      ['modules.json', modulesOf(commit)],
    ]),
    sources: sources(),
    facts: {
      ...shop,
      key: keyOf(commit),
      url: 'https://example.org/o/shop',
      commit,
      committedAt: '2026-01-01T00:00:00.000Z',
      refName: 'main',
      fingerprint: 'f',
      moduleRules: 'rules',
      mainModel: undefined,
      title: 'Shop',
      summary,
      pages: 2,
      gaps: [],
      coverage,
      jobId: '01900000-0000-7000-8000-000000000001',
    },
    attempt,
    signal: new AbortController().signal,
  }
}
