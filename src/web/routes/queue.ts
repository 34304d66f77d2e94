import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { AppDeps } from '../app-deps.js'

const queueResponse = z
  .object({
    paused: z.boolean().describe('No job begins; what runs goes on.'),
    queued: z.int(),
    processing: z.int(),
    limit: z.int().describe('One more than this is refused.'),
  })
  .meta({ id: 'Queue' })

/** The queue as a whole. */
export function queueRoutes({ jobs, wakeUp }: Pick<AppDeps, 'jobs' | 'wakeUp'>, settings: { readonly queueSize: number }): FastifyPluginAsyncZod {
  const present = async () => {
    const { paused, queued, processing } = await jobs.figures()
    return { paused, queued, processing, limit: settings.queueSize }
  }
  return async (app) => {
    const route = (summary: string, description: string) => ({ tags: ['Queue'], summary, description, response: { 200: queueResponse } })

    app.get('/queue', { schema: route('The queue', 'How much waits and runs, and whether new jobs begin.') }, present)

    app.post('/queue/pause', { schema: route('Pause the queue', 'Jobs are accepted and wait; what runs goes on.') }, async () => {
      await jobs.setQueuePaused(true)
      return present()
    })

    app.post('/queue/resume', { schema: route('Resume the queue', 'Waiting jobs begin again.') }, async () => {
      await jobs.setQueuePaused(false)
      wakeUp.notify()
      return present()
    })
  }
}
