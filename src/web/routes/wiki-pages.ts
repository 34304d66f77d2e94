import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { LibraryPage, OpenWiki } from '../../cache/wiki-library.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import { askAgain } from '../ask-again.js'
import { explanationsOf } from '../explanations.js'
import { jobStatusResponse } from '../job-status-response.js'
import { chooseType } from '../negotiate.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import { pageResponse, toPageResponse } from '../wiki-response.js'
import { matchesEtag } from './entity-tag.js'
import { sendAccepted } from './jobs.js'
import { problems } from './problem-response.js'
import { requireWiki, wikiParams } from './wikis.js'

const pageParams = wikiParams.extend({ slug: z.string().describe('`overview`, or the id of a module.') })

export interface WikiPageDeps extends Pick<AppDeps, 'library' | 'jobs' | 'submit' | 'wakeUp'> {
  readonly limit: SubmitLimit
}

/** One page of a wiki, as JSON or as the Markdown it was written in; and another try for one that is missing. */
export function wikiPageRoutes(deps: WikiPageDeps, settings: { readonly queueSize: number }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/wikis/:host/:owner/:name/pages/:slug',
      {
        schema: {
          tags: ['Wikis'],
          summary: 'One page',
          description: 'JSON, or Markdown with `Accept: text/markdown`. A page whose module was merged with another, or split, leads to the one in its place.',
          params: pageParams,
          response: {
            200: {
              description: 'The page.',
              content: { 'application/json': { schema: pageResponse }, 'text/markdown': { schema: z.string() } },
            },
            302: z.undefined().describe('Its module is a part of another one, or has parts, by now; see Location.'),
            304: z.undefined().describe('Nothing has changed.'),
            ...problems(404, 406),
          },
        },
      },
      async (request, reply) => {
        const type = chooseType(request, ['application/json', 'text/markdown'])
        const wiki = await requireWiki(deps.library, request.params)
        const moved = wiki.movedTo(request.params.slug)
        if (moved !== undefined) return reply.redirect(`${apiPath(request.params)}/pages/${moved}`, 302)
        const page = await requirePage(wiki, request.params.slug)
        const explanation = (await explanationsOf(wiki, deps.jobs)).ofPage(page)
        // Under one key a wiki can give way to one with other pages.
        const now = [wiki.record.createdAt.getTime(), page.upgradedAt?.getTime(), explanation?.state].filter((part) => part !== undefined)
        const etag = `W/"${[wiki.record.key, page.slug, ...now, type === 'text/markdown' ? 'md' : 'json'].join('-')}"`
        reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept')
        if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send()
        if (type === 'text/markdown') return reply.type('text/markdown; charset=utf-8').send(page.markdown)
        return toPageResponse(page, wiki.record.commit, explanation)
      },
    )

    app.post(
      '/wikis/:host/:owner/:name/pages/:slug/retry',
      {
        onRequest: deps.limit,
        schema: {
          tags: ['Wikis'],
          summary: 'Try a missing page again',
          description:
            'A page that could not be written is written again; one that has no explanation is explained, with new calls to the model for this page alone. ' +
            'What is there comes from checkpoints and is not paid again. To try all that is missing, retry the job.',
          params: pageParams,
          response: { 202: jobStatusResponse, ...problems(404, 409, 429, 503) },
        },
      },
      async (request, reply) => {
        const wiki = await requireWiki(deps.library, request.params)
        const asked = { wiki, slug: request.params.slug, all: false, submitter: request.ip }
        const job = await askAgain(asked, { ...deps, queueSize: settings.queueSize })
        return sendAccepted(deps.jobs, job, reply)
      },
    )
  }
}

/** Of the wiki that was asked for, with its commit or without. */
const apiPath = ({ host, owner, name }: z.infer<typeof wikiParams>): string => `/api/wikis/${[host, owner, name].map(encodeURIComponent).join('/')}`

/** @throws AppError `wikis/page-not-found` */
async function requirePage(wiki: OpenWiki, slug: string): Promise<LibraryPage> {
  const page = await wiki.currentPage(slug)
  if (page !== undefined) return page
  throw new AppError('wikis/page-not-found', 'missing', 'This wiki has no such page.', {
    advice: 'The module tree lists the pages there are.',
  })
}
