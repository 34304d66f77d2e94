import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { OpenWiki } from '../../cache/wiki-library.js'
import { AppError } from '../../platform/app-error.js'
import { knownEstimate } from '../../pipeline/estimate-known.js'
import type { AppDeps, ModelOffer } from '../app-deps.js'
import { prefersMarkdown, wantsPage } from '../negotiate.js'
import { askAgain } from '../ask-again.js'
import { explanationsOf, type Explanations } from '../explanations.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import { parseComparisonAddress, parseWikiAddress, wikiNotFound, wikiPath, type WikiParams } from '../wiki-address.js'
import type { Assets } from './assets.js'
import { ComparisonBody } from './comparison-body.js'
import { ExplainedBadge } from './explained-badge.js'
import { ExplanationNote } from './explanation-note.js'
import { toDocument } from './layout.js'
import { PriceOffer, type PriceOfferProps } from './price-offer.js'
import { PageBody, PageContents } from './page-body.js'
import { NothingHere, SearchBody } from './search-body.js'
import { FolderBody, SourceBody } from './source-page.js'
import { WikiFrame } from './wiki-frame.js'

interface Deps extends Pick<AppDeps, 'library' | 'compare' | 'highlight' | 'logger' | 'jobs' | 'submit' | 'wakeUp'> {
  readonly limit: SubmitLimit
  readonly queueSize: number
}

export interface WikiPageSettings {
  readonly assets: Assets
  readonly model: ModelOffer | undefined
}

type Params = WikiParams & { readonly '*': string }
type Compared = NonNullable<ReturnType<typeof parseComparisonAddress>>
type MakeView = (wiki: OpenWiki, base: string, explanations: Explanations) => Promise<View | Moved>

/** The page is gone, and another is in its place. A browser keeps the fragment. */
interface Moved {
  readonly movedTo: string
}

interface View {
  readonly title: string
  readonly current?: string
  readonly query?: string
  readonly body: ComponentChildren
  readonly aside?: ComponentChildren
  readonly head?: ComponentChildren
}

const hitsShown = 50
/** Longer files are shown up to here; the whole is a click away. */
const linesShown = 20_000

/** The reader: pages, search, source view. Everything is looked up in the wiki's own index. */
export function registerWikiPages(app: FastifyInstance, deps: Deps, { assets, model }: WikiPageSettings): void {
  const at = '/wiki/:host/:owner/:name'
  const hidden = { schema: { hide: true } }
  const view = makeView(deps, assets)

  for (const path of [at, `${at}/`]) {
    app.get<{ Params: WikiParams; Querystring: { page?: string } }>(path, hidden, async (request, reply) => {
      const compared = parseComparisonAddress(request.params)
      if (compared !== undefined) return sendComparison(compared, String(request.query.page ?? ''), reply, deps, assets)
      const { base } = await open(request.params, deps)
      return reply.redirect(`${base}/overview`, 302)
    })
  }
  app.get<{ Params: WikiParams; Querystring: { q?: string } }>(`${at}/search`, hidden, (request, reply) =>
    view(request, reply, async (wiki, base) => {
      const query = String(request.query.q ?? '').slice(0, 200)
      return { title: 'Search', query, body: <SearchBody query={query} hits={await wiki.search(query, hitsShown)} base={base} /> }
    }),
  )
  app.get<{ Params: Params }>(`${at}/source/*`, hidden, (request, reply) =>
    view(request, reply, (wiki, base) => sourceView(wiki, base, request.params['*'], deps)),
  )
  app.get<{ Params: Params }>(`${at}/raw/*`, hidden, async (request, reply) => {
    const source = (await open(request.params, deps)).wiki.source(request.params['*'])
    if (source === undefined) throw sourceNotFound(request.params['*'])
    return reply.type('text/plain; charset=utf-8').header('content-disposition', 'attachment').send(source.text)
  })
  app.get<{ Params: WikiParams & { page: string } }>(`${at}/:page`, hidden, async (request, reply) => {
    const { page: name } = request.params
    reply.header('vary', 'accept')
    if (name.endsWith('.md')) return sendMarkdown(request.params, name.slice(0, -3), reply, deps)
    if (prefersMarkdown(request)) return sendMarkdown(request.params, name, reply, deps)
    return view(request, reply, async (wiki, base, explanations) => pageView(wiki, base, { slug: name, explanations, offer: name === 'overview' ? await offerOf(wiki, explanations, deps, model) : undefined }))
  })
  app.post<{ Params: WikiParams & { page: string }; Body: { all?: string } | undefined }>(`${at}/:page/retry`, hidden, async (request, reply) => {
    await deps.limit(request)
    const { wiki, base } = await open(request.params, deps)
    const { page: slug } = request.params
    await askAgain({ wiki, slug, all: request.body?.all !== undefined, submitter: request.ip }, deps)
    return reply.redirect(`${base}/${encodeURIComponent(slug)}`, 303)
  })
}

/** In the frame of the later wiki. @throws AppError `wikis/not-found` and what else `ComparePublished` throws */
async function sendComparison(compared: Compared, page: string, reply: FastifyReply, deps: Deps, assets: Assets) {
  const comparison = await deps.compare(compared, compared.from, compared.to)
  const wiki = await deps.library.openByKey(comparison.to.key)
  if (wiki === undefined) throw wikiNotFound()
  const frame = (
    <WikiFrame wiki={wiki} base={wikiPath(wiki.record, wiki.record.commit)} current={undefined} versions={await deps.library.versions(wiki.record)} explanations={await explanationsOf(wiki, deps.jobs)}>
      <ComparisonBody comparison={comparison} only={page === '' ? undefined : page} />
    </WikiFrame>
  )
  return reply.type('text/html; charset=utf-8').send(toDocument({ title: `What changed – ${wiki.record.title}`, assets, section: 'wikis', wide: true, children: frame }))
}

/** @throws AppError `wikis/not-found` */
async function open(params: WikiParams, { library }: Pick<Deps, 'library'>): Promise<{ readonly wiki: OpenWiki; readonly base: string }> {
  const address = parseWikiAddress(params)
  const wiki = await library.open(address)
  if (wiki === undefined) throw wikiNotFound()
  return { wiki, base: wikiPath(wiki.record, address.commit === undefined ? undefined : wiki.record.commit) }
}

/** Puts a view into the frame of its wiki. What the wiki does not have is said there, beside its tree. */
function makeView(deps: Deps, assets: Assets) {
  return async (request: FastifyRequest<{ Params: WikiParams }>, reply: FastifyReply, make: MakeView) => {
    const { wiki, base } = await open(request.params, deps)
    const explanations = await explanationsOf(wiki, deps.jobs)
    const made = await make(wiki, base, explanations).catch((error: unknown) => nothingHere(error, base, request, reply))
    if ('movedTo' in made) return reply.redirect(`${base}/${made.movedTo}`, 302)
    const { title, current, query, body, aside, head } = made
    const frame = (
      <WikiFrame
        wiki={wiki}
        base={base}
        current={current}
        versions={await deps.library.versions(wiki.record)}
        {...(query === undefined ? {} : { query })}
        explanations={explanations}
        aside={aside}
      >
        {body}
      </WikiFrame>
    )
    return reply
      .type('text/html; charset=utf-8')
      .send(toDocument({ title: `${title} – ${wiki.record.title}`, assets, section: 'wikis', wide: true, head, children: frame }))
  }
}

/** Only for people: a program gets the problem as it is. */
function nothingHere(error: unknown, base: string, request: FastifyRequest, reply: FastifyReply): View {
  if (!(error instanceof AppError) || error.kind !== 'missing' || !wantsPage(request)) throw error
  reply.code(404)
  const words =
    String(error.details['wanted'] ?? '')
      .split('/')
      .at(-1)
      ?.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim() ?? ''
  return { title: 'Not found', body: <NothingHere detail={error.message} advice={error.advice} words={words.slice(0, 80)} base={base} /> }
}

/** On wikis that no model has explained. Undefined also when the job that made it is forgotten, which the button would go on from. */
async function offerOf({ record }: OpenWiki, { openJob, total }: Explanations, { jobs }: Pick<Deps, 'jobs'>, model: ModelOffer | undefined): Promise<PriceOfferProps | undefined> {
  if (model === undefined || record.mainModel !== undefined || openJob !== undefined || total > 0) return undefined
  const job = await jobs.find(record.jobId)
  if (job === undefined) return undefined
  return { jobId: job.id, model, estimate: await knownEstimate(jobs, { url: record.url, commit: record.commit, model: model.name }) }
}

async function pageView(wiki: OpenWiki, base: string, { slug, explanations, offer }: { readonly slug: string; readonly explanations: Explanations; readonly offer: PriceOfferProps | undefined }): Promise<View | Moved> {
  const movedTo = wiki.movedTo(slug)
  if (movedTo !== undefined) return { movedTo }
  const page = await wiki.currentPage(slug)
  if (page === undefined) throw pageNotFound(slug)
  const badge = <ExplainedBadge origin={page.origin} verification={page.verification} />
  return {
    title: page.title,
    current: slug,
    head: <link rel="alternate" type="text/markdown" href={`${base}/${slug}.md`} />,
    body: (
      <>
        {offer !== undefined && <PriceOffer {...offer} />}
        <PageBody page={page} base={base} note={<ExplanationNote {...{ slug, base, badge }} explanation={explanations.ofPage(page)} all={explanations} />} />
      </>
    ),
    aside: <PageContents page={page} />,
  }
}

async function sendMarkdown(params: WikiParams, slug: string, reply: FastifyReply, deps: Pick<Deps, 'library'>) {
  const { wiki, base } = await open(params, deps)
  const movedTo = wiki.movedTo(slug)
  if (movedTo !== undefined) return reply.redirect(`${base}/${movedTo}.md`, 302)
  const page = await wiki.currentPage(slug)
  if (page === undefined) throw pageNotFound(slug)
  return reply.type('text/markdown; charset=utf-8').send(page.markdown)
}

async function sourceView(wiki: OpenWiki, base: string, wanted: string, deps: Deps): Promise<View> {
  const path = wanted.replace(/\/$/, '')
  const source = wiki.source(path)
  if (source === undefined) {
    const entries = wiki.folder(path)
    if (entries === undefined) throw sourceNotFound(path)
    return { title: path === '' ? 'Source' : path, body: <FolderBody base={base} path={path} entries={entries} /> }
  }
  const text = source.text
    .replace(/\r?\n$/, '')
    .split('\n')
    .slice(0, linesShown)
    .join('\n')
  return { title: path, body: <SourceBody wiki={wiki} base={base} path={path} lines={await highlighted(text, source.language, deps)} /> }
}

/** Colours are a courtesy: without them the file is still there. */
async function highlighted(text: string, language: string | undefined, deps: Deps): Promise<readonly string[]> {
  try {
    return await deps.highlight(text, language)
  } catch (error) {
    deps.logger.warn({ err: error }, 'a source file could not be highlighted')
    return text.split('\n').map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  }
}

const pageNotFound = (slug: string): AppError =>
  new AppError('wikis/page-not-found', 'missing', 'This wiki has no such page.', {
    advice: 'The tree lists its pages.',
    details: { wanted: slug },
  })

const sourceNotFound = (path: string): AppError =>
  new AppError('wikis/source-not-found', 'missing', 'The wiki keeps no such file.', {
    advice: 'Binary files and files over the size limit are not kept.',
    details: { wanted: path },
  })
