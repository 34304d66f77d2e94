import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { LibraryPage, OpenWiki } from '../../cache/wiki-library.js'
import { defaultJobOptions, type JobStatus } from '../../jobs/job-status.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
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
          description: 'JSON, or Markdown with `Accept: text/markdown`.',
          params: pageParams,
          response: {
            200: {
              description: 'The page.',
              content: { 'application/json': { schema: pageResponse }, 'text/markdown': { schema: z.string() } },
            },
            304: z.undefined().describe('Nothing has changed.'),
            ...problems(404, 406),
          },
        },
      },
      async (request, reply) => {
        const type = chooseType(request, ['application/json', 'text/markdown'])
        const wiki = await requireWiki(deps.library, request.params)
        const page = requirePage(wiki, request.params.slug)
        const etag = `W/"${wiki.record.key}-${page.slug}-${type === 'text/markdown' ? 'md' : 'json'}"`
        reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept')
        if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send()
        if (type === 'text/markdown') return reply.type('text/markdown; charset=utf-8').send(page.markdown)
        return toPageResponse(page, wiki.record.commit)
      },
    )

    app.post(
      '/wikis/:host/:owner/:name/pages/:slug/retry',
      {
        onRequest: deps.limit,
        schema: {
          tags: ['Wikis'],
          summary: 'Try a missing page again',
          description: 'Only the gaps of the wiki are written again; what is there comes from checkpoints.',
          params: pageParams,
          response: { 202: jobStatusResponse, ...problems(404, 409, 429, 503) },
        },
      },
      async (request, reply) => {
        const wiki = await requireWiki(deps.library, request.params)
        requireGap(wiki, request.params.slug)
        const job = await runAgain(wiki, request.ip, deps, settings.queueSize)
        return sendAccepted(deps.jobs, job, reply)
      },
    )
  }
}

/** @throws AppError `wikis/page-not-found` */
function requirePage(wiki: OpenWiki, slug: string): LibraryPage {
  const page = wiki.page(slug)
  if (page !== undefined) return page
  throw new AppError('wikis/page-not-found', 'missing', 'This wiki has no such page.', {
    advice: 'The module tree lists the pages there are.',
  })
}

/** @throws AppError `wikis/page-not-found`, `wikis/not-a-gap` */
function requireGap(wiki: OpenWiki, slug: string): void {
  if (wiki.record.gaps.some((gap) => gap.slug === slug)) return
  requirePage(wiki, slug)
  throw new AppError('wikis/not-a-gap', 'conflict', 'This page is not missing.', {
    advice: 'Submit the repository again to document its newest commit.',
  })
}

/** The job that left the gap goes on from its checkpoints; when its record was removed, the commit is submitted anew. */
async function runAgain({ record }: OpenWiki, submitter: string, deps: WikiPageDeps, queueSize: number): Promise<JobStatus> {
  if ((await deps.jobs.find(record.jobId)) === undefined) {
    const { job } = await deps.submit({
      input: { repository: record.url, commit: record.commit },
      options: defaultJobOptions,
      submitter,
      priority: 0,
    })
    return job
  }
  const job = await deps.jobs.retry(record.jobId, queueSize)
  deps.wakeUp.notify()
  return job
}
