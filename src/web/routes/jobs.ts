import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { JobStatus } from '../../jobs/job-status.js'
import type { JobStore } from '../../jobs/job-store.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import { jobStatusResponse, toJobStatusResponse, type JobStatusResponse } from '../job-status-response.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import { matchesEtag } from './entity-tag.js'
import { problems } from './problem-response.js'
import { submissionBody, toSubmission } from './submission-body.js'

export const jobParams = z.object({ job_id: z.string() })

const jobPage = z.object({ jobs: z.array(jobStatusResponse), next_cursor: z.string().nullable() }).meta({ id: 'JobPage' })

const listQuery = z.strictObject({
  status: z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']).optional(),
  repo: z.string().max(2_048).optional().describe('Canonical URL, `owner/name`, or a part of one.'),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export interface JobRoutesDeps extends Pick<AppDeps, 'jobs' | 'submit'> {
  readonly limit: SubmitLimit
}

/** Jobs as a collection, and one job: submit, list, read, remove. */
export function jobRoutes({ jobs, submit, limit }: JobRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/jobs',
      {
        onRequest: limit,
        schema: {
          tags: ['Jobs'],
          summary: 'Submit a repository',
          description: 'Durable when answered. 202: a new job. 200: the same request was open already, or its wiki is there.',
          body: submissionBody,
          response: { 200: jobStatusResponse, 202: jobStatusResponse, ...problems(422, 429, 503) },
        },
      },
      async (request, reply) => {
        const { job, outcome } = await submit(toSubmission(request.body, request.ip))
        reply.header('location', `/api/jobs/${job.id}`)
        return reply.code(outcome === 'created' ? 202 : 200).send(await present(jobs, job))
      },
    )

    app.get(
      '/jobs',
      {
        schema: {
          tags: ['Jobs'],
          summary: 'List jobs, newest first',
          querystring: listQuery,
          response: { 200: jobPage, ...problems(422) },
        },
      },
      async (request, reply) => {
        const page = await jobs.list(request.query)
        if (page.nextCursor !== undefined) reply.header('link', `<${nextPage(request.query, page.nextCursor)}>; rel="next"`)
        return { jobs: await Promise.all(page.jobs.map((job) => present(jobs, job))), next_cursor: page.nextCursor ?? null }
      },
    )

    app.get(
      '/jobs/:job_id',
      {
        schema: {
          tags: ['Jobs'],
          summary: 'One job',
          description: 'Has an ETag; with If-None-Match the answer is 304 until something has changed.',
          params: jobParams,
          response: { 200: jobStatusResponse, 304: z.undefined().describe('Nothing has changed.'), ...problems(404) },
        },
      },
      async (request, reply) => {
        const job = await requireJob(jobs, request.params.job_id)
        const response = await present(jobs, job)
        const etag = jobEtag(job, response)
        reply.header('etag', etag).header('cache-control', 'no-cache')
        if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send()
        return response
      },
    )

    app.delete(
      '/jobs/:job_id',
      {
        schema: {
          tags: ['Jobs'],
          summary: 'Remove the record of a job that has ended',
          description: 'Its events and checkpoints go with it; its wiki stays.',
          params: jobParams,
          response: { 204: z.undefined().describe('Removed.'), ...problems(404, 409) },
        },
      },
      async (request, reply) => {
        await jobs.remove(request.params.job_id)
        return reply.code(204).send()
      },
    )
  }
}

/** @throws AppError `jobs/not-found` */
export async function requireJob(jobs: JobStore, id: string): Promise<JobStatus> {
  const job = await jobs.find(id)
  if (job !== undefined) return job
  throw new AppError('jobs/not-found', 'missing', 'Job not found', {
    advice: 'It may have been removed. List the jobs to see which there are.',
  })
}

/** With its place in the queue. */
async function present(jobs: JobStore, job: JobStatus): Promise<JobStatusResponse> {
  return toJobStatusResponse(job, job.status === 'queued' ? await jobs.queuePosition(job.id) : undefined)
}

/** The place in the queue moves without a change of the job itself. */
function jobEtag(job: JobStatus, response: JobStatusResponse): string {
  return `W/"${job.version}-${response.queue_position ?? 0}"`
}

function nextPage(query: z.infer<typeof listQuery>, cursor: string): string {
  const next = new URLSearchParams({ limit: String(query.limit), cursor })
  if (query.status !== undefined) next.set('status', query.status)
  if (query.repo !== undefined) next.set('repo', query.repo)
  return `/api/jobs?${next.toString()}`
}

export const sendAccepted = async (jobs: JobStore, job: JobStatus, reply: FastifyReply): Promise<FastifyReply> =>
  reply
    .code(202)
    .header('location', `/api/jobs/${job.id}`)
    .send(await present(jobs, job))
