import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import { problems } from './problem-response.js'

const health = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' })

/** For whoever watches the process: alive, and able to take work. */
export function healthRoutes({ readiness }: Pick<AppDeps, 'readiness'>, settings: { readonly version: string }): FastifyPluginAsyncZod {
  const ok = { status: 'ok' as const, version: settings.version }
  return async (app) => {
    app.get(
      '/healthz',
      { schema: { tags: ['Operation'], summary: 'Is the process alive?', response: { 200: health } } },
      async (_request, reply) => {
        reply.header('cache-control', 'no-store')
        return ok
      },
    )

    app.get(
      '/readyz',
      { schema: { tags: ['Operation'], summary: 'Can it take work?', response: { 200: health, ...problems(503) } } },
      async (_request, reply) => {
        const reasons = await readiness()
        reply.header('cache-control', 'no-store')
        if (reasons.length === 0) return ok
        throw new AppError('web/not-ready', 'transient', reasons.join(' '), {
          advice: 'Mend what the detail names; the check turns green by itself.',
          retryAfterSeconds: 10,
        })
      },
    )
  }
}
