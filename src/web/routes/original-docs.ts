import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { AppError } from '../../platform/app-error.js'
import type { LibraryPage, OpenWiki } from '../../cache/wiki-library.js'
import { slugOf } from '../../pipeline/import-original/original-pages.js'
import type { AppDeps } from '../app-deps.js'
import type { WebPages } from '../web-pages.js'
import { wikiPath } from '../wiki-address.js'
import { openOriginalWiki, requireOriginalJob } from './find-original-job.js'

const params = z.object({ job_id: z.string() })
const fileParams = params.extend({ file: z.string() })
const sourceParams = params.extend({ '*': z.string() })

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['json', 'application/json; charset=utf-8'],
  ['md', 'text/markdown; charset=utf-8'],
  ['txt', 'text/plain; charset=utf-8'],
])

type Deps = Pick<AppDeps, 'jobs' | 'library'> & { readonly pages: Pick<WebPages, 'renderOriginalPage'> }

/** The wiki's folder as the original showed it: Markdown as a page, other files as they are. Names are looked up, never joined to a path. */
export function originalDocsRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/docs/:job_id', { schema: { hide: true, params } }, async (request, reply) => {
      const { job_id } = request.params
      await openOriginalWiki(await requireOriginalJob(job_id, deps), deps.library)
      return reply.redirect(`/static-docs/${encodeURIComponent(job_id)}/`, 302)
    })

    app.get('/static-docs/:job_id', { schema: { hide: true, params } }, async (request, reply) =>
      reply.redirect(`/static-docs/${encodeURIComponent(request.params.job_id)}/`, 307),
    )

    app.get('/static-docs/:job_id/', { schema: { hide: true, params } }, async (request, reply) => {
      const { html } = await readFile(deps, request.params.job_id, 'overview.md')
      return reply.type('text/html; charset=utf-8').send(html)
    })

    // Pages cite lines as `source/<path>#L1-L9`, relative to themselves; a browser keeps the fragment over a redirect.
    app.get('/static-docs/:job_id/source/*', { schema: { hide: true, params: sourceParams } }, async (request, reply) => {
      const { record } = await openOriginalWiki(await requireOriginalJob(request.params.job_id, deps), deps.library)
      const path = request.params['*'].split('/').map(encodeURIComponent).join('/')
      return reply.redirect(`${wikiPath(record, record.commit)}/source/${path}`, 302)
    })

    app.get('/static-docs/:job_id/:file', { schema: { hide: true, params: fileParams } }, async (request, reply) => {
      const { job_id, file } = request.params
      const { html, content, movedTo } = await readFile(deps, job_id, file)
      if (movedTo !== undefined) return reply.redirect(`/static-docs/${encodeURIComponent(job_id)}/${movedTo}`, 302)
      if (html !== undefined) return reply.type('text/html; charset=utf-8').send(html)
      return reply.type(contentTypes.get(file.split('.').at(-1) ?? '') ?? 'text/plain; charset=utf-8').send(content)
    })
  }
}

/** Either what it holds, or a page of the wiki, or where it went. */
interface OriginalFile {
  /** In pieces: a large repository's code map is longer than a string may be. */
  readonly content?: Readable
  /** Of a page of the wiki. */
  readonly html?: string
  /** The file in place of one that is gone since modules were merged or split. */
  readonly movedTo?: string
}

/** @throws AppError `jobs/not-found`, `jobs/documentation-not-available`, `jobs/documentation-files-missing`, `wikis/file-not-found` */
async function readFile(deps: Deps, jobId: string, name: string): Promise<OriginalFile> {
  const wiki = await openOriginalWiki(await requireOriginalJob(jobId, deps), deps.library)
  const content = wiki.fileStream(name)
  const movedTo = content === undefined && name.endsWith('.md') ? wiki.movedTo(name.slice(0, -'.md'.length)) : undefined
  if (movedTo !== undefined) return { movedTo: `${movedTo}.md` }
  if (content === undefined) {
    throw new AppError('wikis/file-not-found', 'missing', `File ${name} not found`, {
      advice: 'overview.md is always there; module_tree.json names the others.',
    })
  }
  const page = name.endsWith('.md') ? await findPage(wiki, name.slice(0, -'.md'.length)) : undefined
  if (page === undefined) return { content }
  content.destroy()
  return { html: await deps.pages.renderOriginalPage(wiki, page) }
}

/** An imported page is kept under the name that it had (`core_utils.md`) beside the one that it got (`core-utils.md`). */
async function findPage(wiki: OpenWiki, name: string): Promise<LibraryPage | undefined> {
  return (await wiki.currentPage(name)) ?? wiki.currentPage(slugOf(name))
}
