import type { LibraryPage, OpenWiki } from '../cache/wiki-library.js'
import type { UpgradeProgress } from '../cache/wiki-upgrades.js'
import type { JobStore } from '../jobs/job-store.js'
import { isOpen, type JobStatus, type ProcessingJob, type QueuedJob } from '../jobs/job-status.js'

/** Whether a model explains a page, has done so, or why it does not. */
export type Explanation =
  | { readonly state: 'explained'; readonly model: string }
  | { readonly state: 'under-way' }
  | { readonly state: 'waiting' }
  | { readonly state: 'unexplained'; readonly code: string; readonly message: string }

/** Of one wiki as it stands now. */
export interface Explanations {
  /** Undefined: nothing of it is to be explained by a model. */
  readonly of: (slug: string) => Explanation | undefined
  /** The same for a page that is at hand: also one that came explained with its wiki. */
  readonly ofPage: (page: Pick<LibraryPage, 'slug' | 'origin'>) => Explanation | undefined
  /** That is at it, or about to be. */
  readonly openJob: QueuedJob | ProcessingJob | undefined
  readonly done: number
  /** Pages that this job is to explain. */
  readonly total: number
  /** Pages that a person can ask for again, now. */
  readonly fillable: readonly string[]
}

/** What readers are told of the pages of a wiki, from its record, its upgrade and the job that is at it. */
export async function explanationsOf(wiki: OpenWiki, jobs: Pick<JobStore, 'find'>): Promise<Explanations> {
  const { record } = wiki
  const progress = await wiki.upgrade()
  const gaps = new Map(record.gaps.filter(({ unexplained }) => unexplained === true).map((gap) => [gap.slug, gap]))
  // A job that has just published what the code alone gives is about to go on.
  const mayBeUnderWay = progress !== undefined || gaps.size > 0 || record.mainModel === undefined
  const job = mayBeUnderWay ? await jobs.find(progress?.upgrade.jobId ?? record.jobId) : undefined
  const openJob = job !== undefined && isOpen(job) ? job : undefined
  const planned = new Set(progress?.upgrade.pages)

  const of = (slug: string): Explanation | undefined => {
    const known = progress?.pages.get(slug)
    if (known?.state === 'explained') return { state: 'explained', model: known.model }
    if (known?.state === 'unexplained') return { state: 'unexplained', ...known.reason }
    if (known?.state === 'plain') return undefined
    if (planned.has(slug)) return openJob === undefined ? stopped(job) : { state: known?.state === 'under-way' && openJob.status === 'processing' ? 'under-way' : 'waiting' }
    const gap = gaps.get(slug)
    if (gap === undefined) return undefined
    const isAskedFor = openJob !== undefined && progress === undefined
    return isAskedFor ? { state: 'waiting' } : { state: 'unexplained', code: gap.code, message: gap.message }
  }
  const isFillable = (slug: string) => of(slug)?.state === 'unexplained'
  return {
    of,
    ofPage: ({ slug, origin }) => of(slug) ?? (origin === 'model' && record.mainModel !== undefined ? { state: 'explained', model: record.mainModel } : undefined),
    openJob,
    done: countDone(progress),
    total: planned.size,
    fillable: openJob === undefined ? [...new Set([...planned, ...gaps.keys()])].filter(isFillable) : [],
  }
}

const countDone = (progress: UpgradeProgress | undefined): number => [...(progress?.pages.values() ?? [])].filter(({ state }) => state !== 'under-way').length

/** The job will not come to this page, unless somebody asks it to. */
function stopped(job: JobStatus | undefined): Explanation {
  if (job?.status === 'failed') return { state: 'unexplained', code: job.failure.code, message: job.failure.message }
  const message = job?.status === 'cancelled' ? 'The job was cancelled before it came to this page.' : 'The job ended before it came to this page.'
  return { state: 'unexplained', code: 'documentation/not-reached', message }
}
