import type { OpenWiki } from '../cache/wiki-library.js'
import { defaultJobOptions, type JobStatus } from '../jobs/job-status.js'
import { AppError } from '../platform/app-error.js'
import { askForPages } from '../pipeline/page-memory.js'
import type { AppDeps } from './app-deps.js'

interface Deps extends Pick<AppDeps, 'jobs' | 'submit' | 'wakeUp'> {
  readonly queueSize: number
}

interface Asked {
  readonly wiki: OpenWiki
  readonly slug: string
  /** All that is missing, not this page alone. */
  readonly all: boolean
  readonly submitter: string
}

/**
 * Has a missing page written again, or one without an explanation explained; nothing else is done or paid again. The job that left the gap
 * goes on from its checkpoints; when its record was removed, the commit is submitted anew.
 * @throws AppError `wikis/page-not-found`, `wikis/not-a-gap`, and what `JobStore.retry` throws
 */
export async function askAgain({ wiki, slug, all, submitter }: Asked, { jobs, submit, wakeUp, queueSize }: Deps): Promise<JobStatus> {
  const { record } = wiki
  const isGap = record.gaps.some((gap) => gap.slug === slug)
  const jobId = isGap ? record.jobId : await jobOfUpgrade(wiki, slug)
  if ((await jobs.find(jobId)) === undefined) {
    const input = { repository: record.url, commit: record.commit }
    return (await submit({ input, options: defaultJobOptions, submitter, priority: 0 })).job
  }
  // A job that did not come to its end goes on with all that it has left.
  const job = await jobs.retry(jobId, queueSize, isGap && !all ? askForPages([slug]) : undefined)
  wakeUp.notify()
  return job
}

/** Of the page that an upgrade left as the code alone gives it. */
async function jobOfUpgrade(wiki: OpenWiki, slug: string): Promise<string> {
  const progress = await wiki.upgrade()
  const state = progress?.pages.get(slug)?.state
  if (progress?.upgrade.pages.includes(slug) === true && state !== 'explained' && state !== 'plain') return progress.upgrade.jobId
  if (wiki.page(slug) === undefined) {
    throw new AppError('wikis/page-not-found', 'missing', 'This wiki has no such page.', { advice: 'The module tree lists the pages there are.' })
  }
  throw new AppError('wikis/not-a-gap', 'conflict', 'This page is not missing.', {
    advice: 'Submit the repository again to document its newest commit.',
  })
}
