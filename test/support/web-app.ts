import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { uuidv7 } from 'uuidv7'
import { FilesystemCacheManager } from '../../src/cache/adapters/filesystem/filesystem-cache-manager.js'
import { FilesystemWikiLibrary } from '../../src/cache/adapters/filesystem/filesystem-wiki-library.js'
import { WikiFolders } from '../../src/cache/adapters/filesystem/wiki-folders.js'
import { SqliteWikiRecords } from '../../src/cache/adapters/sqlite/sqlite-wiki-records.js'
import { SqliteWikiUpgrades } from '../../src/cache/adapters/sqlite/sqlite-wiki-upgrades.js'
import { isUpgrade } from '../../src/cache/wiki-upgrades.js'
import { cacheKey } from '../../src/cache/cache-key.js'
import type { CacheManager, WikiSource } from '../../src/cache/cache-manager.js'
import type { PublishedWiki } from '../../src/cache/published-wiki.js'
import { memoryWakeUp } from '../../src/jobs/adapters/memory/memory-wake-up.js'
import { sqliteJobStore } from '../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import { sqliteProgressFeed } from '../../src/jobs/adapters/sqlite/sqlite-progress-feed.js'
import type { JobOptions } from '../../src/jobs/job-status.js'
import type { Claim, JobStore } from '../../src/jobs/job-store.js'
import type { Gap, Wiki, WikiPage } from '../../src/documentation/wiki.js'
import { forkedComparison } from '../../src/main/forked-comparison.js'
import { makeComparePublished } from '../../src/pipeline/compare-published.js'
import { makeEstimateRepository } from '../../src/pipeline/estimate-repository.js'
import { sqliteSpendingBook } from '../../src/documentation/adapters/sqlite/sqlite-spending-book.js'
import { makeSubmitRepository } from '../../src/pipeline/submit-repository.js'
import { systemClock, type Clock } from '../../src/platform/clock.js'
import { silentLogger } from '../../src/platform/logger.js'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import type { RenderedPage } from '../../src/rendering/rendered-page.js'
import { renderMarkdown } from '../../src/rendering/render-markdown.js'
import { makeParseRepository } from '../../src/repositories/parse-repository.js'
import { makeApp } from '../../src/web/app.js'
import type { AppDeps, AppSettings } from '../../src/web/app-deps.js'
import { built } from './built.js'

/** The whole web layer on real stores, listening on a port of its own. */
export interface RunningApp extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly url: string
  readonly jobs: JobStore
  readonly cache: CacheManager
  readonly claim: () => Promise<Claim>
  readonly publish: (subject: WikiSubject) => Promise<PublishedWiki>
}

export interface WikiSubject {
  /** `https://github.com/owner/name`. */
  readonly url: string
  readonly commit: string
  readonly gaps?: readonly Gap[]
  /** ISO time. */
  readonly committedAt?: string
  /** Markdown of the page `core`, rendered as it is at publish. */
  readonly core?: string
  /** Texts by path, for the source view. */
  readonly sources?: Readonly<Record<string, string>>
}

export interface AppOptions {
  readonly settings?: Partial<AppSettings>
  readonly deps?: Partial<AppDeps>
  readonly clock?: Clock
}

const defaults: AppSettings = {
  version: '0.1.0-test',
  host: '127.0.0.1',
  port: 0,
  allowedHosts: ['wiki.example.org'],
  trustProxy: false,
  queueSize: 100,
  localPaths: false,
  exampleRepository: 'https://github.com/example/example',
  submitsPerMinute: 100_000,
  docsRetryCooldownMs: 180_000,
  assetsFolder: fileURLToPath(built('assets/')),
}

export async function startApp({ settings: given = {}, deps: others = {}, clock = systemClock }: AppOptions = {}): Promise<RunningApp> {
  const settings = { ...defaults, ...given }
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-web-'))
  const database = openDatabase(join(folder, 'codewiki.db'), { durability: 'normal' })
  const watching = openDatabase(join(folder, 'codewiki.db'), { durability: 'normal' })
  const records = new SqliteWikiRecords(database)
  const upgrades = new SqliteWikiUpgrades(database, systemClock)
  const wakeUp = others.wakeUp ?? memoryWakeUp()
  const jobs = sqliteJobStore({
    database,
    clock,
    bootId: 'test',
    recordPublication: (publication) => (isUpgrade(publication) ? upgrades.record(publication) : records.record(publication as PublishedWiki)),
    added: () => wakeUp.notify(),
  })
  const folders = new WikiFolders(join(folder, 'wikis'))
  const cache = new FilesystemCacheManager({ records, folders, clock }, { maxAgeMs: 86_400_000 })
  const library = new FilesystemWikiLibrary({ records, folders, upgrades })
  const feed = sqliteProgressFeed(watching, 10)
  const parse = makeParseRepository({ allowHttp: false, localRoots: [] })
  const fingerprint = ({ include, exclude }: JobOptions) => JSON.stringify([include, exclude])
  const submit = makeSubmitRepository(
    { jobs, cache, parse, fingerprint, logger: silentLogger },
    { queueSize: settings.queueSize, mainModel: undefined, unpricedModels: [] },
  )
  const comparison = forkedComparison((location) => folders.path(location), built('main/compare-child.js'))
  const deps: AppDeps = {
    jobs,
    wakeUp,
    feed,
    cache,
    library,
    submit,
    compare: makeComparePublished(library, comparison.compare),
    parse,
    estimate: makeEstimateRepository({ jobs, parse, mainModel: undefined }),
    spending: sqliteSpendingBook(database, clock),
    highlight: async (text) => text.split('\n'),
    readiness: async () => [],
    clock,
    logger: silentLogger,
    ...others,
  }
  const app = await makeApp(deps, settings)
  await app.listen({ host: settings.host, port: settings.port })
  const { port } = app.server.address() as AddressInfo

  async function claim(): Promise<Claim> {
    const found = await jobs.claim({ workerId: 'test', leaseMs: 60_000, maxCrashes: 3 })
    if (found === undefined) throw new Error('no job to claim')
    return found
  }

  async function publish({ url, commit, gaps = [], committedAt = '2026-01-02T03:04:05Z', core, sources = {} }: WikiSubject): Promise<PublishedWiki> {
    const subject = parse({ repository: url })
    const options = { include: [], exclude: [], noCache: true }
    await jobs.insert(
      { id: uuidv7(), subject, options, openKey: `${url}@${commit}`, submitter: 'test', priority: 100, mainModel: undefined },
      { queueSize: 1_000 },
    )
    const { job, lease } = await claim()
    const wiki = tinyWiki(gaps, core)
    const staged = await cache.stage({
      wiki,
      rendered: await Promise.all(wiki.pages.map((page) => (core !== undefined && page.slug === 'core' ? renderMarkdown(page) : plainly(page)))),
      files: new Map([
        ['module_tree.json', '{"core":{"components":[],"children":{}}}'],
        ['first_module_tree.json', '{}'],
        ['metadata.json', '{"generation_info":{}}'],
      ]),
      sources: sourcesOf(sources),
      facts: {
        key: cacheKey(subject.url, commit, fingerprint(options)),
        url: subject.url,
        host: subject.host,
        owner: subject.owner,
        name: subject.name,
        commit,
        committedAt,
        refName: 'main',
        fingerprint: fingerprint(options),
        mainModel: undefined,
        title: wiki.title,
        summary: wiki.summary,
        pages: wiki.pages.length,
        gaps,
        coverage: wiki.coverage,
        jobId: job.id,
      },
      attempt: lease.attempt,
      signal: new AbortController().signal,
    })
    await jobs.settle(lease, { kind: 'completed', commitId: commit, wikiKey: staged.key, fromCache: false, gaps, publication: staged })
    return staged
  }

  return {
    app,
    jobs,
    cache,
    claim,
    publish,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      await app.close()
      feed.close()
      await comparison.close()
      await library.close()
      watching.close()
      database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function* sourcesOf(texts: Readonly<Record<string, string>>): AsyncGenerator<WikiSource> {
  for (const [path, text] of Object.entries(texts)) yield { path, oid: 'f'.repeat(40), language: 'typescript', content: Buffer.from(text) }
}

const plainly = async (page: WikiPage): Promise<RenderedPage> => ({
  slug: page.slug,
  title: page.title,
  html: `<p>Body of ${page.title} says queueing.</p>`,
  undrawnDiagrams: [],
  anchors: ['start'],
  contents: [{ level: 2 as const, anchor: 'start', text: 'Start' }],
  sections: [{ anchor: 'start', heading: 'Start', text: `Body of ${page.title} says queueing.` }],
})

function tinyWiki(gaps: readonly Gap[], core: string | undefined): Wiki {
  const page = (slug: string, title: string, kind: 'overview' | 'module', parent: string | undefined) => ({
    slug,
    title,
    kind,
    parent,
    citations: [],
    origin: 'analysis' as const,
    markdown: slug === 'core' && core !== undefined ? core : `# ${title}\n\nBody of ${title} says queueing.\n`,
  })
  return {
    title: 'Tiny',
    summary: 'A tiny wiki.',
    pages: [page('overview', 'Tiny', 'overview', undefined), page('core', 'Core', 'module', 'overview')],
    tree: {
      slug: 'overview',
      title: 'Tiny',
      path: '',
      components: [],
      children: [{ slug: 'core', title: 'Core', path: 'src/core', components: ['src/core/a.ts#a'], children: [] }],
    },
    gaps,
    coverage: {
      sourceFiles: 1,
      documentedFiles: 1,
      publicComponents: 1,
      documentedPublicComponents: 1,
      totalComponents: 1,
      citations: 0,
      links: 0,
      diagrams: 0,
      skippedFiles: 0,
    },
  }
}
