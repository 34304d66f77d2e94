import type { FastifyInstance } from 'fastify'
import type { JobOptions } from '../../jobs/job-status.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import { readAmount } from '../routes/form-amount.js'
import { spendingOptions } from '../routes/submission-body.js'
import type { SubmitLimit } from '../security/submit-limit.js'

type Deps = Pick<AppDeps, 'jobs' | 'submit'> & { readonly limit: SubmitLimit }
type Form = Readonly<Record<string, unknown>> | null | undefined

/** `POST /jobs/{id}/explain`: the button that buys explanations for a wiki that has none. Answered by 303 to the job that does so. */
export function registerPriceRoutes(app: FastifyInstance, { jobs, submit, limit }: Deps): void {
  app.post<{ Params: { id: string }; Body: Form }>('/jobs/:id/explain', { schema: { hide: true } }, async (request, reply) => {
    await limit(request)
    const free = await jobs.find(request.params.id)
    if (free === undefined || free.commitId === undefined) {
      throw new AppError('jobs/not-found', 'missing', 'There is no such job any more.', { advice: 'Submit the repository again.' })
    }
    const { prose: _free, maxCostUsd: _cost, maxTokens: _tokens, ...options } = free.options
    const { job } = await submit({
      input: { repository: free.subject.url, commit: free.commitId },
      options: { ...options, noCache: false, ...limitsOf(request.body) },
      submitter: request.ip,
      priority: 0,
    })
    return reply.redirect(`/jobs/${job.id}`, 303)
  })
}

function limitsOf(body: Form): Pick<JobOptions, 'maxCostUsd' | 'maxTokens'> {
  const typed = (name: string) => (typeof body?.[name] === 'string' ? body[name] : '')
  return spendingOptions({ prose: true, maxCostUsd: readAmount(typed('max_cost_usd'), 'US dollars'), maxTokens: readAmount(typed('max_tokens'), 'tokens') })
}
