import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { JobStatus } from '../../jobs/job-status.js'
import type { AppDeps } from '../app-deps.js'
import { jobStatusResponse } from '../job-status-response.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import { jobParams, sendAccepted } from './jobs.js'
import { problems } from './problem-response.js'

export interface JobActionDeps extends Pick<AppDeps, 'jobs' | 'wakeUp'> {
  readonly limit: SubmitLimit
}

const answers = { 202: jobStatusResponse, ...problems(404, 409) }

/** What can be done to one job. Each answers with the job as it is right after; the store decides what its state allows. */
export function jobActionRoutes({ jobs, wakeUp, limit }: JobActionDeps, settings: { readonly queueSize: number }): FastifyPluginAsyncZod {
  return async (app) => {
    const action = (summary: string, description: string) => ({
      tags: ['Jobs'],
      summary,
      description,
      params: jobParams,
      response: answers,
    })

    const stop = (job: JobStatus, reply: FastifyReply) => {
      if (job.status === 'processing') wakeUp.notify('steered')
      return sendAccepted(jobs, job, reply)
    }

    app.post(
      '/jobs/:job_id/cancel',
      { schema: action('Cancel', 'A queued job ends at once; a running one stops at its next step and cleans up.') },
      async ({ params }, reply) => stop(await jobs.cancel(params.job_id), reply),
    )

    app.post(
      '/jobs/:job_id/retry',
      {
        onRequest: limit,
        schema: {
          ...action('Retry', 'Failed, cancelled, or completed with gaps: back to the queue with its checkpoints.'),
          response: { ...answers, ...problems(429, 503) },
        },
      },
      async ({ params }, reply) => {
        const job = await jobs.retry(params.job_id, settings.queueSize)
        wakeUp.notify()
        return sendAccepted(jobs, job, reply)
      },
    )

    app.post(
      '/jobs/:job_id/pause',
      { schema: action('Pause', 'A queued job is passed over; a running one is handed back at its next checkpoint.') },
      async ({ params }, reply) => stop(await jobs.setPaused(params.job_id, true), reply),
    )

    app.post('/jobs/:job_id/resume', { schema: action('Resume', 'Goes on from its checkpoints.') }, async ({ params }, reply) => {
      const job = await jobs.setPaused(params.job_id, false)
      wakeUp.notify()
      return sendAccepted(jobs, job, reply)
    })

    app.post(
      '/jobs/:job_id/priority',
      {
        schema: {
          ...action('Set the priority', 'Higher runs first; the default is 0.'),
          body: z.strictObject({ priority: z.int().min(-100).max(100) }),
          response: { ...answers, ...problems(422) },
        },
      },
      async ({ params, body }, reply) => sendAccepted(jobs, await jobs.setPriority(params.job_id, body.priority), reply),
    )
  }
}
