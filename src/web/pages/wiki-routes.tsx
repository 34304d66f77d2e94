import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { OpenWiki } from '../../cache/wiki-library.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import { parseWikiAddress, wikiNotFound, wikiPath, type WikiParams } from '../wiki-address.js'
import type { Assets } from './assets.js'
import { toDocument } from './layout.js'
import { FolderBody, SourceBody } from './source-page.js'
import { PageBody, PageContents, SearchBody, WikiFrame } from './wiki-page.js'

type Deps = Pick<AppDeps, 'library' | 'highlight' | 'logger'>
type Params = WikiParams & { readonly '*': string }

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
export function registerWikiPages(app: FastifyInstance, deps: Deps, assets: Assets): void {
  const at = '/wiki/:host/:owner/:name'
  const hidden = { schema: { hide: true } }

  const view = async (request: FastifyRequest<{ Params: WikiParams }>, reply: FastifyReply, make: (wiki: OpenWiki, base: string) => Promise<View> | View) => {
    const address = parseWikiAddress(request.params)
    const wiki = await deps.library.open(address)
    if (wiki === undefined) throw wikiNotFound()
    const base = wikiPath(wiki.record, address.commit === undefined ? undefined : wiki.record.commit)
    const { title, current, query, body, aside, head } = await make(wiki, base)
    const frame = (
      <WikiFrame wiki={wiki} base={base} current={current} versions={[]} {...(query === undefined ? {} : { query })} aside={aside}>
        {body}
      </WikiFrame>
    )
    return reply.type('text/html; charset=utf-8').send(toDocument({ title: `${title} – ${wiki.record.title}`, assets, wide: true, head, children: frame }))
  }

  for (const path of [at, `${at}/`]) {
    app.get<{ Params: WikiParams }>(path, hidden, async (request, reply) => {
      const address = parseWikiAddress(request.params)
      const wiki = await deps.library.open(address)
      if (wiki === undefined) throw wikiNotFound()
      return reply.redirect(`${wikiPath(wiki.record, address.commit === undefined ? undefined : wiki.record.commit)}/overview`, 302)
    })
  }
  app.get<{ Params: WikiParams; Querystring: { q?: string } }>(`${at}/search`, hidden, (request, reply) =>
    view(request, reply, (wiki, base) => {
      const query = String(request.query.q ?? '').slice(0, 200)
      return { title: 'Search', query, body: <SearchBody query={query} hits={wiki.search(query, hitsShown)} base={base} /> }
    }),
  )
  app.get<{ Params: Params }>(`${at}/source/*`, hidden, (request, reply) => view(request, reply, (wiki, base) => sourceView(wiki, base, request.params['*'], deps)))
  app.get<{ Params: Params }>(`${at}/raw/*`, hidden, async (request, reply) => {
    const source = (await deps.library.open(parseWikiAddress(request.params)))?.source(request.params['*'])
    if (source === undefined) throw sourceNotFound()
    return reply.type('text/plain; charset=utf-8').header('content-disposition', 'attachment').send(source.text)
  })
  app.get<{ Params: WikiParams & { page: string } }>(`${at}/:page`, hidden, async (request, reply) => {
    const { page: name } = request.params
    if (name.endsWith('.md')) return sendMarkdown(request.params, name.slice(0, -3), reply, deps)
    return view(request, reply, (wiki, base) => pageView(wiki, base, name))
  })
}

function pageView(wiki: OpenWiki, base: string, slug: string): View {
  const page = wiki.page(slug)
  if (page === undefined) throw new AppError('wikis/page-not-found', 'missing', 'This wiki has no such page.', { advice: 'The tree of the overview lists its pages.' })
  return {
    title: page.title,
    current: slug,
    head: <link rel="alternate" type="text/markdown" href={`${base}/${slug}.md`} />,
    body: <PageBody page={page} base={base} />,
    aside: <PageContents page={page} base={base} />,
  }
}

async function sendMarkdown(params: WikiParams, slug: string, reply: FastifyReply, deps: Deps) {
  const page = (await deps.library.open(parseWikiAddress(params)))?.page(slug)
  if (page === undefined) throw wikiNotFound()
  return reply.type('text/markdown; charset=utf-8').send(page.markdown)
}

async function sourceView(wiki: OpenWiki, base: string, wanted: string, deps: Deps): Promise<View> {
  const path = wanted.replace(/\/$/, '')
  const source = wiki.source(path)
  if (source === undefined) {
    const entries = wiki.folder(path)
    if (entries === undefined) throw sourceNotFound()
    return { title: path === '' ? 'Source' : path, body: <FolderBody base={base} path={path} entries={entries} /> }
  }
  const text = source.text.replace(/\r?\n$/, '').split('\n').slice(0, linesShown).join('\n')
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

function sourceNotFound(): AppError {
  return new AppError('wikis/source-not-found', 'missing', 'The wiki keeps no such file.', { advice: 'Binary files and files over the size limit are not kept.' })
}
