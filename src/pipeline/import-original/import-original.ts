import { uuidv7 } from 'uuidv7'
import { cacheKey } from '../../cache/cache-key.js'
import type { CacheManager } from '../../cache/cache-manager.js'
import { unknownCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import type { Coverage } from '../../documentation/wiki.js'
import { AppError, toAppError } from '../../platform/app-error.js'
import type { Clock } from '../../platform/clock.js'
import { escapeHtml } from '../../rendering/escape-html.js'
import type { PageRenderer } from '../../rendering/page-renderer.js'
import type { RenderedPage } from '../../rendering/rendered-page.js'
import type { RepositoryInput, RepositoryRef } from '../../repositories/repository-ref.js'
import { readOriginalPages, type OriginalPages } from './original-pages.js'
import { readOriginalFolder, type ImportProblem, type OriginalWiki } from './read-original-folder.js'
import { relinkImported } from './relink-imported.js'

export interface ImportDeps {
  readonly cache: CacheManager
  readonly renderer: Pick<PageRenderer, 'render'>
  readonly parse: (input: RepositoryInput) => RepositoryRef
  /** Makes a staged wiki visible. */
  readonly record: (wiki: PublishedWiki) => Promise<void>
  readonly clock: Clock
}

export interface ImportReport {
  readonly imported: readonly PublishedWiki[]
  /** Folders that were imported before. */
  readonly present: readonly string[]
  readonly problems: readonly ImportProblem[]
}

/** In place of a generator's fingerprint: no generator ever asks for such a wiki, so it is read and never taken for a result of ours. */
const fingerprint = 'imported-from-the-original'

/**
 * Old wikis of the original become wikis of ours, marked as imported. Nothing of ours is overwritten: an imported wiki has a key of its own
 * and counts as older than every wiki that its repository has already. What cannot be read is reported and the rest imported.
 * @throws AppError `import/nothing-found`
 */
export async function importOriginal(path: string, deps: ImportDeps, signal: AbortSignal): Promise<ImportReport> {
  const { wikis, problems: found } = await readOriginalFolder(path)
  const problems = [...found]
  const imported: PublishedWiki[] = []
  const present: string[] = []
  for (const wiki of wikis) {
    try {
      const published = await importWiki(wiki, deps, problems, signal)
      if (published === undefined) present.push(wiki.folder)
      else imported.push(published)
    } catch (thrown) {
      signal.throwIfAborted()
      const error = toAppError(thrown)
      problems.push({ where: wiki.folder, code: error.code, message: `${error.message} ${error.advice ?? ''}`.trim() })
    }
  }
  return { imported, present, problems }
}

async function importWiki(wiki: OriginalWiki, deps: ImportDeps, problems: ImportProblem[], signal: AbortSignal): Promise<PublishedWiki | undefined> {
  const pages = await readOriginalPages(wiki.folder, wiki.alias.split('--').at(-1) ?? wiki.alias, problems)
  const info = pages.metadata?.generation_info
  const subject = deps.parse({ repository: repositoryOf(wiki, info?.repo_path ?? undefined) })
  const commit = commitOf(wiki.commitId ?? info?.commit_id ?? undefined)
  const key = cacheKey(subject.url, commit, fingerprint)
  if ((await deps.cache.find(key)) !== undefined) return undefined
  const mainModel = wiki.mainModel ?? info?.main_model ?? undefined
  const writtenAt = timeOf(info?.timestamp ?? undefined)
  const { url, host, owner, name } = subject
  const staged = await deps.cache.stage({
    wiki: { title: pages.title, summary: undefined, pages: pages.pages, tree: pages.tree, gaps: [], coverage: coverageOf(pages) },
    rendered: await renderAll(pages, notice({ commit, mainModel, writtenAt }), deps, signal),
    files: new Map([...pages.files, ['metadata.json', metadataFile(pages, { commit, mainModel, url, importedAt: deps.clock.now() })]]),
    sources: none(),
    facts: {
      key,
      url,
      host,
      owner,
      name,
      commit,
      committedAt: (writtenAt ?? deps.clock.now()).toISOString(),
      refName: undefined,
      fingerprint,
      mainModel,
      title: pages.title,
      summary: undefined,
      pages: pages.pages.length,
      gaps: [],
      coverage: coverageOf(pages),
      jobId: uuidv7(),
    },
    attempt: 1,
    signal,
  })
  const published = { ...staged, createdAt: await olderThanOurs(url, deps) }
  await deps.record(published)
  return published
}

/** Readers get the newest wiki of a repository, and what we made ourselves is newer than what is brought along. */
async function olderThanOurs(url: string, { cache, clock }: ImportDeps): Promise<Date> {
  const times = (await cache.list()).filter((one) => one.url === url && one.fingerprint !== fingerprint).map(({ createdAt }) => createdAt.getTime() - 1)
  return new Date(Math.min(clock.now().getTime(), ...times))
}

/** The records know the URL; else the metadata; else the folder's name, when it can mean one repository only. The original took only GitHub. */
function repositoryOf({ repoUrl, alias }: OriginalWiki, recorded: string | undefined): string {
  if (repoUrl !== undefined) return repoUrl
  if (recorded !== undefined && /^https?:\/\//i.test(recorded)) return recorded
  const [owner, name, ...more] = alias.split('--')
  if (owner !== undefined && name !== undefined && owner !== '' && name !== '' && more.length === 0) return `https://github.com/${owner}/${name}`
  if (recorded !== undefined && recorded.startsWith('/')) return recorded
  throw new AppError('import/unknown-repository', 'invalid', 'Nothing says which repository these pages are about.', {
    advice: 'Put jobs.json or cache_index.json beside it, or name the folder owner--repo-docs.',
  })
}

const commitOf = (recorded: string | undefined): string => (recorded !== undefined && /^[0-9a-f]{7,64}$/i.test(recorded) ? recorded.toLowerCase() : unknownCommit)

/** The original writes local times without a zone. */
function timeOf(recorded: string | undefined): Date | undefined {
  const time = new Date(recorded ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? undefined : time
}

async function renderAll({ pages, slugs }: OriginalPages, told: string, { renderer }: ImportDeps, signal: AbortSignal): Promise<RenderedPage[]> {
  const rendered: RenderedPage[] = []
  for (const page of pages) rendered.push(await renderer.render(page, signal))
  const anchors = new Map(rendered.map((page) => [page.slug, new Set(page.anchors)]))
  return rendered.map((page) => relinkImported(page, slugs, anchors)).map((page) => ({ ...page, html: told + page.html }))
}

interface Facts {
  readonly commit: string
  readonly mainModel: string | undefined
}

/** Readers must know that what they read was not checked as our own pages are. */
function notice({ commit, mainModel, writtenAt }: Facts & { readonly writtenAt: Date | undefined }): string {
  const when = writtenAt === undefined ? '' : ` on ${writtenAt.toISOString().slice(0, 10)}`
  const by = mainModel === undefined ? '' : ` by ${escapeHtml(mainModel)}`
  const at = commit === unknownCommit ? 'at an unknown commit' : `at commit ${commit.slice(0, 10)}`
  return `<p class="box" role="note">Imported from the original CodeWiki: written${when}${by}, ${at}. Nothing on this page was checked against the code.</p>\n`
}

/** As recorded, with what the original always writes where it is missing, and that it was imported. */
function metadataFile({ metadata, pages }: OriginalPages, facts: Facts & { readonly url: string; readonly importedAt: Date }): string {
  const commit = facts.commit === unknownCommit ? null : facts.commit
  const document = {
    files_generated: pages.map(({ slug }) => `${slug}.md`),
    statistics: {},
    ...metadata,
    generation_info: { timestamp: null, generator_version: null, ...metadata?.generation_info, main_model: facts.mainModel ?? null, repo_path: facts.url, commit_id: commit },
    imported: { at: facts.importedAt.toISOString() },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function coverageOf({ metadata }: OriginalPages): Coverage {
  const counted = metadata?.statistics?.total_components ?? 0
  const totalComponents = Number.isSafeInteger(counted) && counted >= 0 ? counted : 0
  return { sourceFiles: 0, documentedFiles: 0, publicComponents: 0, documentedPublicComponents: 0, totalComponents, citations: 0, links: 0, diagrams: 0, skippedFiles: 0 }
}

async function* none(): AsyncGenerator<never> {
  // The original keeps no source.
}
