import type { FastifyInstance } from 'fastify'
import { isOpen, type JobStatus } from '../../jobs/job-status.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps, ModelOffer } from '../app-deps.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import type { Assets } from './assets.js'
import { logAsText } from './job-log.js'
import { JobPage } from './job-page.js'
import { toDocument } from './layout.js'
import { shortName, stateWords } from './words.js'

const logLines = 200
const mostLogLines = 100_000
const icons = { queued: 'plain', processing: 'running', completed: 'good', failed: 'bad', cancelled: 'plain' } as const

type Deps = Pick<AppDeps, 'jobs' | 'wakeUp' | 'clock'> & { readonly limit: SubmitLimit }
interface JobQuery {
  readonly log?: string
  readonly still?: string
}

/** `/jobs/{id}`, its log, and its buttons, which are plain forms answered by 303. */
export function registerJobPages(
  app: FastifyInstance,
  deps: Deps,
  settings: { readonly queueSize: number; readonly assets: Assets; readonly model?: ModelOffer | undefined },
): void {
  const hidden = { schema: { hide: true } }
  app.get<{ Params: { id: string }; Querystring: JobQuery }>('/jobs/:id', hidden, async (request, reply) => {
    const html = await renderJob(await mustFind(deps, request.params.id), request.query, deps, settings)
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html)
  })
  app.get<{ Params: { id: string } }>('/jobs/:id/log.txt', hidden, async (request, reply) => {
    const { id } = await mustFind(deps, request.params.id)
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(logAsText(await deps.jobs.events(id, 0, mostLogLines)))
  })
  const actions: Readonly<Record<string, (id: string) => Promise<JobStatus>>> = {
    cancel: (id) => deps.jobs.cancel(id),
    pause: (id) => deps.jobs.setPaused(id, true),
    resume: (id) => deps.jobs.setPaused(id, false),
    retry: (id) => deps.jobs.retry(id, settings.queueSize),
  }
  for (const [verb, act] of Object.entries(actions)) {
    app.post<{ Params: { id: string } }>(`/jobs/:id/${verb}`, hidden, async (request, reply) => {
      if (verb === 'retry') await deps.limit(request)
      const job = await act((await mustFind(deps, request.params.id)).id)
      if (verb === 'retry' || verb === 'resume') deps.wakeUp.notify()
      return reply.redirect(`/jobs/${job.id}`, 303)
    })
  }
}

async function renderJob(job: JobStatus, query: JobQuery, deps: Pick<Deps, 'jobs' | 'clock'>, { assets, model }: { readonly assets: Assets; readonly model?: ModelOffer | undefined }): Promise<string> {
  const all = await deps.jobs.events(job.id, 0, mostLogLines)
  const wholeLog = query.log === 'all'
  const still = query.still !== undefined
  const props = {
    job,
    events: wholeLog ? all : all.slice(-logLines),
    wholeLog,
    still,
    queuePosition: await deps.jobs.queuePosition(job.id),
    now: deps.clock.now(),
    offered: model,
  }
  const refresh =
    isOpen(job) && !still ? (
      <noscript>
        <meta http-equiv="refresh" content="4" />
      </noscript>
    ) : undefined
  const icon = job.status === 'completed' && job.gaps.length > 0 ? 'warn' : icons[job.status]
  return toDocument({ title: titleOf(job), assets, icon, section: 'jobs', head: refresh, children: <JobPage {...props} /> })
}

/** What the tab shows: the state first, since tabs are narrow. */
function titleOf(job: JobStatus): string {
  const state =
    job.status === 'processing' ? `${job.progress.percent} %` : job.status === 'queued' && job.paused ? 'Paused' : stateWords[job.status]
  return `${state}: ${shortName(job.subject)} – CodeWiki`
}

async function mustFind({ jobs }: Pick<Deps, 'jobs'>, id: string): Promise<JobStatus> {
  const job = await jobs.find(id)
  if (job !== undefined) return job
  throw new AppError('jobs/not-found', 'missing', 'There is no job with this id.', {
    advice: 'It may have been removed. The start page lists the jobs there are.',
  })
}
