import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { AppDeps } from '../app-deps.js'
import { estimateFields } from '../../pipeline/estimate-fields.js'
import { estimateSchema } from '../job-status-response.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import { problems } from './problem-response.js'
import { repositoryFields } from './submission-body.js'

const estimateResponse = z
  .object({
    repo_url: z.string().describe('Canonical.'),
    tokens: z.object({ input: z.number(), output: z.number() }).nullable().describe('Null: not known before the code is read.'),
    cost: z.object({ amount: z.number(), currency: z.literal('USD') }).nullable(),
    told: z
      .object({ commit_id: z.string(), estimate: estimateSchema })
      .nullable()
      .describe('What the newest job said that has read the code, with its range and the commit. Null: none did, or no model is configured.'),
    seconds: z.number().nullable().describe('Null: nothing to tell it from.'),
    basis: z.string().describe('Where the figures come from, for people.'),
  })
  .meta({ id: 'Estimate' })

/** What a run would cost, before it runs. */
export function estimateRoutes({ estimate }: Pick<AppDeps, 'estimate'>, limit: SubmitLimit): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/estimate',
      {
        onRequest: limit,
        schema: {
          tags: ['Jobs'],
          summary: 'Estimate a run',
          body: z.strictObject(repositoryFields),
          response: { 200: estimateResponse, ...problems(422, 429) },
        },
      },
      async ({ body }) => {
        const { url, tokens, cost, told, seconds, basis } = await estimate({
          repository: body.repo_url,
          branch: body.branch,
          tag: body.tag,
          commit: body.commit_id,
        })
        return { repo_url: url, tokens: tokens === undefined ? null : { ...tokens }, cost: cost === undefined ? null : { ...cost }, told: told === undefined ? null : { commit_id: told.commit, estimate: estimateFields(told.estimate) }, seconds: seconds ?? null, basis }
      },
    )
  }
}
