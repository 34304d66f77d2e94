import type { PublishedWiki } from '../../cache/published-wiki.js'
import type { OpenWiki, WikiLibrary } from '../../cache/wiki-library.js'
import { aliasOf } from '../../jobs/job-alias.js'
import type { JobStatus } from '../../jobs/job-status.js'
import type { JobStore } from '../../jobs/job-store.js'
import { AppError } from '../../platform/app-error.js'

/** What an id of the original leads to: a job, or a wiki whose job is not on record any more. */
export type OriginalJob = { readonly kind: 'job'; readonly job: JobStatus } | { readonly kind: 'wiki'; readonly record: PublishedWiki }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Takes our ids and the original's `owner--repo`, which means the latest job of that repository.
 * @throws AppError `jobs/ambiguous-alias` when the alias fits several repositories: `a/b--c` and `a--b/c` must never be mixed up
 */
export async function findOriginalJob(
  id: string,
  deps: { readonly jobs: JobStore; readonly library: WikiLibrary },
): Promise<OriginalJob | undefined> {
  if (uuid.test(id)) {
    const job = await deps.jobs.find(id.toLowerCase())
    return job === undefined ? undefined : { kind: 'job', job }
  }
  const alias = id.toLowerCase()
  const [job, ...others] = await deps.jobs.findByAlias(alias)
  if (others.length > 0) throw ambiguous(id, others.length + 1)
  if (job !== undefined) return { kind: 'job', job }
  const records = (await deps.library.list()).filter((record) => aliasOf(record) === alias)
  const [record] = records
  if (new Set(records.map(({ url }) => url)).size > 1) throw ambiguous(id, records.length)
  return record === undefined ? undefined : { kind: 'wiki', record }
}

/**
 * The wiki that the files of a job are read from.
 * @throws AppError `jobs/documentation-not-available`, `jobs/documentation-files-missing`
 */
export async function openOriginalWiki(found: OriginalJob, library: WikiLibrary): Promise<OpenWiki> {
  const wiki = await library.openByKey(found.kind === 'job' ? wikiKeyOf(found.job) : found.record.key)
  if (wiki !== undefined) return wiki
  throw new AppError('jobs/documentation-files-missing', 'missing', 'Documentation files not found', {
    advice: 'The wiki was removed. Submit the repository again.',
  })
}

function wikiKeyOf(job: JobStatus): string {
  if (job.status === 'completed') return job.wikiKey
  throw new AppError('jobs/documentation-not-available', 'missing', 'Documentation not available', {
    advice: `The job is ${job.status}; follow it at /jobs/${job.id}.`,
  })
}

/** @throws AppError `jobs/not-found` */
export async function requireOriginalJob(
  id: string,
  deps: { readonly jobs: JobStore; readonly library: WikiLibrary },
): Promise<OriginalJob> {
  const found = await findOriginalJob(id, deps)
  if (found !== undefined) return found
  throw new AppError('jobs/not-found', 'missing', 'Job not found', { advice: 'Submit the repository, or list the jobs at /api/jobs.' })
}

function ambiguous(id: string, count: number): AppError {
  return new AppError('jobs/ambiguous-alias', 'conflict', `${id} stands for ${count} repositories.`, {
    advice: 'Use the job id that the submission answered with, or find it at /api/jobs.',
  })
}
