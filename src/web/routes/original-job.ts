import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { unknownCommit, type PublishedWiki } from '../../cache/published-wiki.js'
import type { JobStatus } from '../../jobs/job-status.js'
import type { AppDeps } from '../app-deps.js'
import { docsPathOf, isEnded, iso } from '../job-status-response.js'
import { requireOriginalJob } from './find-original-job.js'
import { problems } from './problem-response.js'

/** The eleven fields of the original, with its types: `progress` is a sentence, `status` one of its four words. */
const originalJobStatus = z
  .object({
    job_id: z.string(),
    repo_url: z.string(),
    status: z.enum(['queued', 'processing', 'completed', 'failed']),
    created_at: z.string(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    error_message: z.string().nullable(),
    progress: z.string(),
    docs_path: z.string().nullable(),
    main_model: z.string().nullable(),
    commit_id: z.string().nullable(),
  })
  .meta({ id: 'OriginalJobStatus' })

type OriginalJobStatus = z.infer<typeof originalJobStatus>

/** For programs that were written for the original. */
export function originalJobRoute(deps: Pick<AppDeps, 'jobs' | 'library'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/job/:job_id',
      {
        schema: {
          tags: ['Drop-in'],
          summary: 'Status of a job, in the fields of the original',
          params: z.object({ job_id: z.string().describe('`owner--repo`: the latest job of that repository; or one of our ids.') }),
          response: { 200: originalJobStatus, ...problems(404, 409) },
        },
      },
      async ({ params }, reply) => {
        reply.header('cache-control', 'no-cache')
        const found = await requireOriginalJob(params.job_id, deps)
        return found.kind === 'job' ? ofJob(params.job_id, found.job) : ofWiki(params.job_id, found.record)
      },
    )
  }
}

function ofJob(id: string, job: JobStatus): OriginalJobStatus {
  return {
    job_id: id,
    repo_url: job.subject.url,
    // The original knows no cancel; its clients wait for one of its own last words.
    status: job.status === 'cancelled' ? 'failed' : job.status,
    created_at: job.createdAt.toISOString(),
    started_at: iso(job.startedAt),
    completed_at: isEnded(job) ? job.completedAt.toISOString() : null,
    error_message: errorMessage(job),
    progress: job.progress.message,
    docs_path: docsPathOf(job),
    main_model: job.mainModel ?? null,
    commit_id: job.commitId ?? (job.subject.revision.kind === 'commit' ? job.subject.revision.id : null),
  }
}

function errorMessage(job: JobStatus): string | null {
  if (job.status === 'cancelled') return 'The job was cancelled.'
  return job.status === 'failed' ? job.failure.message : null
}

function ofWiki(id: string, record: PublishedWiki): OriginalJobStatus {
  return {
    job_id: id,
    repo_url: record.url,
    status: 'completed',
    created_at: record.createdAt.toISOString(),
    started_at: null,
    completed_at: record.createdAt.toISOString(),
    error_message: null,
    progress: 'Read from the cache',
    docs_path: `/static-docs/${encodeURIComponent(id)}/`,
    main_model: record.mainModel ?? null,
    commit_id: record.commit === unknownCommit ? null : record.commit,
  }
}
