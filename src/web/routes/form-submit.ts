import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { isEnded } from '../job-status-response.js'
import { AppError } from '../../platform/app-error.js'
import type { AppDeps } from '../app-deps.js'
import { pathOf } from '../error-handling.js'
import { toProblem } from '../http-errors.js'
import type { Submission } from '../../pipeline/submit-repository.js'
import { readAmount } from './form-amount.js'
import { submissionBody, toSubmission } from './submission-body.js'
import { typedPages } from '../../steering/typed-pages.js'
import type { SubmitLimit } from '../security/submit-limit.js'
import type { FormValues, WebPages } from '../web-pages.js'

const text = z.string().default('')

/** The original's two fields, and ours. Unknown ones are ignored, since browser extensions add some. */
const formBody = z
  .object({ repo_url: text, branch: text, tag: text, commit_id: text, include: text, exclude: text, instructions: text, audience: text, document_type: text, language: text, focus: text, pages: text, no_cache: z.string().optional(), prose: z.string().optional(), max_cost_usd: text, max_tokens: text })
  .transform(({ no_cache, prose, ...fields }): FormValues => ({
    ...fields,
    prose: prose !== 'false',
    no_cache: no_cache !== undefined && no_cache !== '' && no_cache !== 'false',
  }))

export interface FormSubmitDeps extends Pick<AppDeps, 'jobs' | 'submit' | 'parse' | 'clock'> {
  readonly limit: SubmitLimit
  readonly pages: Pick<WebPages, 'renderHome'>
}

/**
 * `POST /`: the original's form. Answers 303 to the job, so that a reload submits nothing. What is refused comes back as the form with
 * the reason and the typed values, under the status that a program would get. Needs a parser for form bodies.
 */
export function registerFormSubmit(app: FastifyInstance, deps: FormSubmitDeps, settings: { readonly docsRetryCooldownMs: number }): void {
  app.post('/', { schema: { hide: true } }, async (request, reply) => {
    const form = formBody.safeParse(request.body ?? {})
    const values = form.data ?? formBody.parse({})
    const typed = { ...values, repo_url: withoutCredentials(values.repo_url) }
    try {
      await deps.limit(request)
      if (!form.success)
        throw new AppError('web/invalid-request', 'invalid', 'The form was not filled in as it can be.', {
          advice: 'Give each field once.',
        })
      const submission = readForm(values, request.ip)
      await refuseDuringCooldown(deps.parse(submission.input).url, deps, settings.docsRetryCooldownMs)
      const { job } = await deps.submit(submission)
      return await reply.redirect(`/jobs/${job.id}`, 303)
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.kind === 'internal') throw thrown
      const problem = toProblem(thrown, { instance: pathOf(request.url), requestId: request.id })
      if (problem.retry_after !== undefined) reply.header('retry-after', String(problem.retry_after))
      reply.code(problem.status).header('cache-control', 'no-store').type('text/html; charset=utf-8')
      return reply.send(await deps.pages.renderHome({ values: typed, problem }))
    }
  })
}

/** A page that comes back may be kept or seen by others. */
const withoutCredentials = (url: string): string => url.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/i, '$1')

/** By the rules of the API. @throws AppError `web/invalid-request` */
function readForm(values: FormValues, submitter: string): Submission {
  const named = (value: string) => (value.trim() === '' ? undefined : value.trim())
  const limits = { max_cost_usd: readAmount(values.max_cost_usd, 'US dollars'), max_tokens: readAmount(values.max_tokens, 'tokens') }
  const options = { include: splitGlobs(values.include), exclude: splitGlobs(values.exclude), no_cache: values.no_cache, prose: values.prose, ...limits, ...askedIn(values) }
  const body = submissionBody.safeParse({
    repo_url: values.repo_url.trim(),
    branch: named(values.branch),
    tag: named(values.tag),
    commit_id: named(values.commit_id),
    options,
  })
  if (body.success) return toSubmission(body.data, submitter)
  const [issue] = body.error.issues
  const field = issue?.path.map(String).join(' ') ?? 'form'
  if (field === 'repo_url' && values.repo_url.trim() === '') {
    throw new AppError('repositories/invalid-url', 'invalid', 'Name a repository.', {
      advice: 'For example https://github.com/owner/name.',
    })
  }
  throw new AppError('web/invalid-request', 'invalid', `This cannot be the ${field}: ${issue?.message ?? 'it is not valid'}.`, {
    advice: 'Correct it and submit again.',
  })
}

/** A field that is empty asks for nothing. */
function askedIn({ instructions, audience, document_type, language, focus, pages }: FormValues) {
  const typed = Object.entries({ instructions, audience, document_type, language }).filter(([, value]) => value.trim() !== '')
  const [globs, titles] = [splitGlobs(focus), typedPages(pages.split('\n'))]
  return { ...Object.fromEntries(typed), ...(globs.length === 0 ? {} : { focus: globs }), ...(titles.length === 0 ? {} : { pages: titles }) }
}

const splitGlobs = (list: string): string[] =>
  list
    .split(/[,\n]/)
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '')

/**
 * As in the original, a repository that has just failed is not taken again at once: most causes need a person or some time.
 * @throws AppError `jobs/retry-cooldown`
 */
async function refuseDuringCooldown(url: string, { jobs, clock }: FormSubmitDeps, cooldownMs: number): Promise<void> {
  const { jobs: found } = await jobs.list({ repo: url, limit: 1 })
  const [latest] = found
  if (latest === undefined || latest.subject.url !== url || latest.status !== 'failed' || !isEnded(latest)) return
  const leftMs = latest.completedAt.getTime() + cooldownMs - clock.now().getTime()
  if (leftMs <= 0) return
  throw new AppError('jobs/retry-cooldown', 'limit', `This repository failed a moment ago: ${latest.failure.message}`, {
    advice: latest.failure.advice ?? 'Wait a little, or open the job and retry it there.',
    details: { job_id: latest.id },
    retryAfterSeconds: Math.ceil(leftMs / 1000),
  })
}
