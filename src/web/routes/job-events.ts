import '@fastify/compress'
import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { isOpen } from '../../jobs/job-status.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import type { EventStreams } from '../event-streams.js'
import { jobEventResponse, toJobEventResponse } from '../job-event-response.js'
import { chooseType } from '../negotiate.js'
import { jobParams, requireJob } from './jobs.js'
import { problems } from './problem-response.js'

const eventPage = z
  .object({
    events: z.array(jobEventResponse),
    next_after: z.int().describe('Ask with `after` = this for what comes next.'),
    finished: z.boolean(),
  })
  .meta({ id: 'JobEventPage' })

const eventQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional().describe('Only events with a higher sequence number.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(200).describe('Of the JSON page.'),
})

/** The persisted log of a job: as a live stream, or page by page. */
export function jobEventRoutes({ jobs }: Pick<AppDeps, 'jobs'>, streams: EventStreams): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/jobs/:job_id/events',
      {
        compress: false,
        schema: {
          tags: ['Jobs'],
          summary: 'Events of a job',
          description:
            'Server-sent events: each message is one event with its sequence number as id, `job` carries the whole job after every change, ' +
            '`end` closes. Last-Event-ID (or `after`) resumes without loss. 204: the job has ended and you have everything. ' +
            'With `Accept: application/json`: a page of events.',
          params: jobParams,
          querystring: eventQuery,
          response: {
            200: {
              description: 'Events.',
              content: { 'text/event-stream': { schema: z.string() }, 'application/json': { schema: eventPage } },
            },
            204: z.undefined().describe('The job has ended and there is nothing after that event.'),
            ...problems(404, 406, 422, 429),
          },
        },
      },
      async (request, reply) => {
        const type = chooseType(request, ['text/event-stream', 'application/json'])
        const job = await requireJob(jobs, request.params.job_id)
        const after = request.query.after ?? lastEventId(request.headers['last-event-id'])
        reply.header('cache-control', 'no-cache, no-transform').header('vary', 'accept')
        if (type === 'application/json') {
          const events = await jobs.events(job.id, after, request.query.limit)
          const last = events.at(-1)?.sequence ?? after
          return { events: events.map(toJobEventResponse), next_after: last, finished: !isOpen(job) && events.length < request.query.limit }
        }
        const nothingLeft = !isOpen(job) && after > 0 && (await jobs.events(job.id, after, 1)).length === 0
        if (nothingLeft) return reply.code(204).send()
        reply.type('text/event-stream').header('x-accel-buffering', 'no')
        return sendStream(reply, streams.open(job.id, request.ip, after))
      },
    )
  }
}

/** The schema documents the text of the stream; what is sent is not serialised by it. */
const sendStream = (reply: FastifyReply, stream: Readable): FastifyReply => reply.send(stream)

/** @throws AppError `web/invalid-last-event-id` */
function lastEventId(header: string | readonly string[] | undefined): number {
  if (header === undefined || header === '') return 0
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header)
  throw new AppError('web/invalid-last-event-id', 'invalid', 'Last-Event-ID is not one that this server gave out.', {
    advice: 'Leave it out to start from the first event.',
  })
}
