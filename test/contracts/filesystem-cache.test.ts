import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FilesystemCacheManager } from '../../src/cache/adapters/filesystem/filesystem-cache-manager.js'
import { FilesystemWikiLibrary } from '../../src/cache/adapters/filesystem/filesystem-wiki-library.js'
import { WikiRecords } from '../../src/cache/adapters/sqlite/wiki-records.js'
import { cacheKey } from '../../src/cache/cache-key.js'
import type { StageInput } from '../../src/cache/cache-manager.js'
import type { OpenWiki } from '../../src/cache/wiki-library.js'
import type { WikiPage } from '../../src/documentation/wiki.js'
import { openDatabase, type Database } from '../../src/platform/sqlite/open-database.js'
import type { RenderedPage } from '../../src/rendering/rendered-page.js'

const dayMs = 86_400_000
let folder: string
let database: Database
let records: WikiRecords
let library: FilesystemWikiLibrary
let now: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codewiki-cache-'))
  database = openDatabase(':memory:', { durability: 'full' })
  records = new WikiRecords(database)
  library = new FilesystemWikiLibrary(records, folder)
  now = Date.now()
})
afterEach(async () => {
  await library.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const manager = () => new FilesystemCacheManager({ records, clock: { now: () => new Date(now), monotonicMs: () => 0 } }, { folder, maxAgeMs: 10 * dayMs })

const page = (slug: string, title: string, parent?: string): WikiPage => ({ slug, title, kind: slug === 'overview' ? 'overview' : 'module', parent, markdown: `# ${title}\n`, citations: [], origin: 'analysis' })
const rendered = (slug: string, title: string, text: string): RenderedPage => ({ slug, title, html: `<h1>${title}</h1>`, contents: [{ level: 2, anchor: 'part', text: 'Part' }], sections: [{ anchor: '', heading: '', text: title }, { anchor: 'part', heading: 'Part', text }], anchors: ['part'], undrawnDiagrams: [] })

function input(commit: string, attempt = 1): StageInput {
  const coverage = { sourceFiles: 1, documentedFiles: 1, publicComponents: 1, documentedPublicComponents: 1, totalComponents: 1, citations: 0, links: 0, diagrams: 0, skippedFiles: 0 }
  const pages = [page('overview', 'Shop'), page('job-queue', 'Job queue', 'overview')]
  const sources = async function* () {
    yield { path: 'src/queue/job.ts', oid: 'a'.repeat(40), language: 'typescript', content: Buffer.from('export const x = 1\n') }
    yield { path: 'README.md', oid: 'b'.repeat(40), language: 'markdown', content: Buffer.from('# Shop\n') }
  }
  return {
    wiki: { title: 'Shop', summary: undefined, pages, gaps: [], coverage, tree: { slug: 'overview', title: 'Shop', path: '', components: [], children: [{ slug: 'job-queue', title: 'Job queue', path: 'src', components: [], children: [] }] } },
    rendered: [rendered('overview', 'Shop', 'Everything about orders.'), rendered('job-queue', 'Job queue', 'Uses moveToFailed and retry_later when workers vanish.')],
    files: new Map([['module_tree.json', '{}']]),
    sources: sources(),
    facts: { key: cacheKey('https://example.org/o/shop', commit, 'f'), url: 'https://example.org/o/shop', host: 'example.org', owner: 'o', name: 'shop', commit, committedAt: '2026-01-01T00:00:00.000Z', refName: 'main', fingerprint: 'f', mainModel: undefined, title: 'Shop', summary: undefined, pages: 2, gaps: [], coverage, jobId: '01900000-0000-7000-8000-000000000001' },
    attempt,
    signal: new AbortController().signal,
  }
}

async function publish(commit: string): Promise<OpenWiki> {
  records.record(await manager().stage(input(commit)))
  const wiki = await library.open({ host: 'example.org', owner: 'o', name: 'shop', commit })
  if (wiki === undefined) throw new Error('not published')
  return wiki
}

const one = '1'.repeat(40)
const two = '2'.repeat(40)

describe('the cache', () => {
  it('shows a staged wiki only once its record is committed', async () => {
    const staged = await manager().stage(input(one))
    expect(await manager().find(staged.key)).toBeUndefined()
    records.record(staged)
    expect((await manager().find(staged.key))?.commit).toBe(one)
  })

  it('never gives one commit for another', async () => {
    await publish(one)
    expect(await manager().find(cacheKey('https://example.org/o/shop', two, 'f'))).toBeUndefined()
    expect(await manager().find(cacheKey('https://example.org/o/shop', one, 'other settings'))).toBeUndefined()
  })

  it('does not find what has expired, or whose files are gone', async () => {
    const { record } = await publish(one)
    now += 11 * dayMs
    expect(await manager().find(record.key)).toBeUndefined()
    now -= 11 * dayMs
    rmSync(join(folder, record.location), { recursive: true })
    expect(await manager().find(record.key)).toBeUndefined()
    expect(await library.openByKey(record.key)).toBeUndefined()
  })

  it('removes records with their files', async () => {
    const { record } = await publish(one)
    expect(await manager().remove(record.key)).toBe(true)
    expect(readdirSync(folder)).toEqual([])
    expect(await manager().remove(record.key)).toBe(false)
  })

  it('prunes by age, and by size the least recently used first', async () => {
    const first = (await publish(one)).record
    now += dayMs
    const second = (await publish(two)).record
    now += dayMs
    await manager().find(first.key)
    const { removed } = await manager().prune({ maxAgeMs: 10 * dayMs, maxBytes: first.sizeBytes + 10 })
    expect(removed).toEqual([second.key])
    expect((await manager().prune({ maxAgeMs: dayMs, maxBytes: undefined })).removed).toEqual([first.key])
  })

  it('sweeps folders that no record names, but not young ones', async () => {
    await publish(one)
    const left = await manager().stage(input(two))
    expect(await manager().sweep(dayMs)).toBe(0)
    utimesSync(join(folder, left.location), new Date(now - 2 * dayMs), new Date(now - 2 * dayMs))
    expect(await manager().sweep(dayMs)).toBe(1)
    expect(await library.open({ host: 'example.org', owner: 'o', name: 'shop', commit: one })).toBeDefined()
  })

  it('gives a second attempt a folder of its own', async () => {
    const first = await manager().stage(input(one, 1))
    const second = await manager().stage(input(one, 2))
    expect(second.location).not.toBe(first.location)
  })
})

describe('the library', () => {
  it('opens the newest wiki, one by commit prefix, and none by a wrong or short one', async () => {
    await publish(one)
    now += 1_000
    await publish(two)
    const open = async (commit?: string) => (await library.open({ host: 'example.org', owner: 'o', name: 'shop', commit }))?.record.commit
    expect([await open(), await open('1111111'), await open('3333333'), await open('111'), await open('%%%%%%%')]).toEqual([two, one, undefined, undefined, undefined])
  })

  it('knows what comes before and after a page, and where it hangs', async () => {
    const wiki = await publish(one)
    expect(wiki.page('job-queue')).toMatchObject({ title: 'Job queue', previous: { slug: 'overview' }, next: undefined, breadcrumbs: [{ slug: 'overview' }, { slug: 'job-queue' }] })
    expect(wiki.fileNames()).toEqual(['job-queue.md', 'module_tree.json', 'overview.md'])
  })

  it.each([['movetof', 'whole prefix'], ['failed', 'part of a camelCase name'], ['later', 'part of a snake_case name'], ['wrokers', 'typo'], ['retry vanish', 'two words']])('finds %s (%s)', async (query) => {
    expect((await publish(one)).search(query, 5).map(({ slug }) => slug)).toEqual(['job-queue'])
  })

  it.each(['', '"', '* OR', 'a AND', '(((', "'; DROP TABLE pages; --", 'NEAR(', '日本', '\u0000'])('does not break on the query %j', async (query) => {
    expect(Array.isArray((await publish(one)).search(query, 5))).toBe(true)
  })

  it('shows sources and folders by their exact path, and nothing by any other', async () => {
    const wiki = await publish(one)
    expect(wiki.source('src/queue/job.ts')?.text).toBe('export const x = 1\n')
    expect(wiki.folder('')).toEqual([{ name: 'src', path: 'src', isFolder: true }, { name: 'README.md', path: 'README.md', isFolder: false }])
    for (const path of ['../wiki.db', 'src/../README.md', '/etc/passwd', 'README.md\0', '%2e%2e/x', 'src\\queue', '']) {
      expect(wiki.source(path)).toBeUndefined()
      expect(wiki.file(path)).toBeUndefined()
    }
    expect(wiki.folder('../')).toBeUndefined()
  })
})
