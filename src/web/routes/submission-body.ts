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
      })
      .optional(),
  })
  .meta({ id: 'Submission' })

export function toSubmission(body: z.infer<typeof submissionBody>, submitter: string): Submission {
  const { repo_url, branch, tag, commit_id, options } = body
  const { include = [], exclude = [], no_cache: noCache = false, ...asked } = options ?? {}
  const steering = toWishes(asked)
  const jobOptions: JobOptions = { include, exclude, noCache, ...(steering === undefined ? {} : { steering }) }
  return { input: { repository: repo_url, branch, tag, commit: commit_id }, options: jobOptions, submitter, priority: 0 }
}
