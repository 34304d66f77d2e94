import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { OpenWiki, WikiLibrary } from '../../cache/wiki-library.js'
import { comparisonDocument, toComparisonDocument } from '../../pipeline/comparison-document.js'
import type { AppDeps } from '../app-deps.js'
import { parseWikiAddress, wikiNotFound, type WikiParams } from '../wiki-address.js'
import { searchResponse, toSearchResponse, toTreeResponse, toWikiResponse, treeResponse, wikiResponse } from '../wiki-response.js'
import { matchesEtag } from './entity-tag.js'
import { problems } from './problem-response.js'

export const wikiParams = z.object({
  host: z.string().describe('`github.com`, `git.example.org:8443`, or `local`.'),
  owner: z.string().describe('`/` within it is written `:` (`group:sub`); `-` stands for none.'),
  name: z.string().describe('`name` for the newest wiki, `name@commit` (7 digits or more) for that commit.'),
})

const listQuery = z.strictObject({
  repo: z.string().max(2_048).optional().describe('Canonical URL, `owner/name`, or a part of one.'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const searchQuery = z.strictObject({
  q: z.string().max(500),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

const diffQuery = z.strictObject({
  from: z.string().min(1).max(250).describe('Commit (7 digits or more), or a branch or tag that a wiki was made of.'),
  to: z.string().min(1).max(250).describe('The later one.'),
})

/** Published wikis as a collection, and one wiki: metadata, tree, search, removal. */
export function wikiRoutes({ library, cache, compare }: Pick<AppDeps, 'library' | 'cache' | 'compare'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/wikis',
      {
        schema: {
          tags: ['Wikis'],
          summary: 'List wikis, newest first',
          querystring: listQuery,
          response: { 200: z.object({ wikis: z.array(wikiResponse) }), ...problems(422) },
        },
      },
      async ({ query }) => {
        const wanted = query.repo?.toLowerCase() ?? ''
        const records = (await library.list()).filter(
          (record) => record.url === query.repo || `${record.owner}/${record.name}`.toLowerCase().includes(wanted),
        )
        return { wikis: records.slice(0, query.limit).map(toWikiResponse) }
      },
    )

    app.get(
      '/wikis/:host/:owner/:name',
      {
        schema: {
          tags: ['Wikis'],
          summary: 'One wiki',
          params: wikiParams,
          response: { 200: wikiResponse, 304: z.undefined().describe('Nothing has changed.'), ...problems(404) },
        },
      },
      async (request, reply) => {
        const { record } = await requireWiki(library, request.params)
        const etag = `W/"${record.key}-${record.createdAt.getTime()}"`
        reply.header('etag', etag).header('cache-control', 'no-cache')
        if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send()
        return toWikiResponse(record)
      },
    )

    app.get(
      '/wikis/:host/:owner/:name/tree',
      { schema: { tags: ['Wikis'], summary: 'Module tree', params: wikiParams, response: { 200: treeResponse, ...problems(404) } } },
      async ({ params }) => toTreeResponse((await requireWiki(library, params)).tree()),
    )

    app.get(
      '/wikis/:host/:owner/:name/search',
      {
        schema: {
          tags: ['Wikis'],
          summary: 'Search the pages',
          params: wikiParams,
          querystring: searchQuery,
          response: { 200: searchResponse, ...problems(404, 422) },
        },
      },
      async ({ params, query }) => {
        const wiki = await requireWiki(library, params)
        return toSearchResponse(query.q, await wiki.search(query.q, query.limit), wiki.record)
      },
    )

    app.get(
      '/wikis/:host/:owner/:name/diff',
      {
        schema: {
          tags: ['Wikis'],
          summary: 'What changed between two commits',
          description: 'Pages that came, went, got another name or say something else, with why, sections, definitions and lines. People read it at `/wiki/{host}/{owner}/{name}@{from}...{to}`.',
          params: wikiParams,
          querystring: diffQuery,
          response: { 200: comparisonDocument, ...problems(404, 422, 429) },
        },
      },
      async ({ params, query }) => toComparisonDocument(await compare(parseWikiAddress(params), query.from, query.to)),
    )

    app.delete(
      '/wikis/:host/:owner/:name',
      {
        schema: {
          tags: ['Wikis'],
          summary: 'Remove a wiki, files and all',
          description: 'With `@commit`: of that commit. Without: of every commit of the repository.',
          params: wikiParams,
          response: { 204: z.undefined().describe('Really gone.'), ...problems(404) },
        },
      },
      async ({ params }, reply) => {
        const { record } = await requireWiki(library, params)
        const { commit } = parseWikiAddress(params)
        const doomed = (await cache.list()).filter(
          (one) => one.url === record.url && (commit === undefined || one.commit === record.commit),
        )
        for (const { key } of doomed) await cache.remove(key)
        return reply.code(204).send()
      },
    )
  }
}

/** @throws AppError `wikis/not-found` */
export async function requireWiki(library: WikiLibrary, params: WikiParams): Promise<OpenWiki> {
  const wiki = await library.open(parseWikiAddress(params))
  if (wiki === undefined) throw wikiNotFound()
  return wiki
}
