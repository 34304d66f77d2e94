import type { FastifyInstance } from 'fastify'
import type { JobStatus } from '../../jobs/job-status.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import type { Assets } from './assets.js'
import { JobPage } from './job-page.js'
import { toDocument } from './layout.js'
import { stateWords, subjectName } from './words.js'

const logLines = 200
const icons = { queued: 'plain', processing: 'running', completed: 'good', failed: 'bad', cancelled: 'plain' } as const

type Deps = Pick<AppDeps, 'jobs' | 'wakeUp' | 'clock'> & { readonly limit: SubmitLimit }

/** `/jobs/{id}` and its buttons, which are plain forms answered by 303. */
export function registerJobPages(app: FastifyInstance, deps: Deps, settings: { readonly queueSize: number; readonly assets: Assets }): void {
  app.get<{ Params: { id: string } }>('/jobs/:id', { schema: { hide: true } }, async (request, reply) => {
    const job = await mustFind(deps, request.params.id)
    const events = await lastEvents(deps, job.id)
    const props = { job, events, queuePosition: await deps.jobs.queuePosition(job.id), now: deps.clock.now() }
    const open = job.status === 'queued' || job.status === 'processing'
    const title = `${job.status === 'processing' ? `${job.progress.percent} % ` : ''}${subjectName(job.subject)}: ${stateWords[job.status]} – CodeWiki`
    const refresh = open ? (
      <noscript>
        <meta http-equiv="refresh" content="3" />
      </noscript>
    ) : undefined
    const html = toDocument({ title, assets: settings.assets, icon: icons[job.status], head: refresh, children: <JobPage {...props} /> })
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html)
  })
  const actions: Readonly<Record<string, (id: string) => Promise<JobStatus>>> = {
    cancel: (id) => deps.jobs.cancel(id),
    pause: (id) => deps.jobs.setPaused(id, true),
    resume: (id) => deps.jobs.setPaused(id, false),
    retry: (id) => deps.jobs.retry(id, settings.queueSize),
  }
  for (const [verb, act] of Object.entries(actions)) {
    app.post<{ Params: { id: string } }>(`/jobs/:id/${verb}`, { schema: { hide: true } }, async (request, reply) => {
      if (verb === 'retry') await deps.limit(request)
      const job = await act((await mustFind(deps, request.params.id)).id)
      if (verb === 'retry' || verb === 'resume') deps.wakeUp.notify()
      return reply.redirect(`/jobs/${job.id}`, 303)
    })
  }
}

async function mustFind({ jobs }: Pick<Deps, 'jobs'>, id: string): Promise<JobStatus> {
  const job = await jobs.find(id)
  if (job !== undefined) return job
  throw new AppError('jobs/not-found', 'missing', 'There is no job with this id.', { advice: 'It may have been removed. The start page lists the jobs there are.' })
}

async function lastEvents({ jobs }: Pick<Deps, 'jobs'>, id: string) {
  const all = await jobs.events(id, 0, 10_000)
  return all.slice(-logLines)
}
