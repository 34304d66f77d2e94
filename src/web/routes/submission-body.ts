import * as z from 'zod'
import { toWishes, wishOptions } from '../../steering/to-wishes.js'
import type { JobOptions } from '../../jobs/job-status.js'
import type { Submission } from '../../pipeline/submit-repository.js'

const globs = z.array(z.string().min(1).max(500)).max(100).default([])
const revisionName = z.string().max(250).optional()

/** Says which state of which repository. Whether it is one is decided by the domain, not by a pattern here. */
export const repositoryFields = {
  repo_url: z
    .string()
    .min(1)
    .max(2_048)
    .describe('`https://github.com/owner/name`, `owner/name`, or a local path where the operator allows it.'),
  branch: revisionName,
  tag: revisionName,
  commit_id: revisionName.describe('7 to 40 (or 64) hexadecimal digits. At most one of branch, tag and commit_id.'),
}

export const submissionBody = z
  .strictObject({
    ...repositoryFields,
    options: z
      .strictObject({
        include: globs.describe('Globs over paths of the repository. Empty: everything.'),
        exclude: globs.describe('Globs over paths of the repository.'),
        no_cache: z.boolean().default(false).describe('Do the work even when this very wiki is there already.'),
        ...wishOptions,
        prose: z.boolean().default(true).describe('False: pages from the code alone, for free, with what explaining them would cost (`figures.estimate`).'),
        max_cost_usd: z.number().min(0).max(1_000_000).optional().describe('US dollars that the job may spend in all. Only lowers what the operator allows.'),
        max_tokens: z.int().min(0).optional().describe('Tokens, in and out, that the job may spend in all. Only lowers what the operator allows.'),
      })
      .optional(),
  })
  .meta({ id: 'Submission' })

export function toSubmission(body: z.infer<typeof submissionBody>, submitter: string): Submission {
  const { repo_url, branch, tag, commit_id, options } = body
  const { include = [], exclude = [], no_cache: noCache = false, prose = true, max_cost_usd: maxCostUsd, max_tokens: maxTokens, ...asked } = options ?? {}
  const steering = toWishes(asked)
  const jobOptions: JobOptions = { include, exclude, noCache, ...(steering === undefined ? {} : { steering }), ...spendingOptions({ prose, maxCostUsd, maxTokens }) }
  return { input: { repository: repo_url, branch, tag, commit: commit_id }, options: jobOptions, submitter, priority: 0 }
}

/** Left out where they say what goes without saying. */
export function spendingOptions({ prose, maxCostUsd, maxTokens }: { readonly prose: boolean; readonly maxCostUsd: number | undefined; readonly maxTokens: number | undefined }): Pick<JobOptions, 'prose' | 'maxCostUsd' | 'maxTokens'> {
  return { ...(prose ? {} : { prose }), ...(maxCostUsd === undefined ? {} : { maxCostUsd }), ...(maxTokens === undefined ? {} : { maxTokens }) }
}
