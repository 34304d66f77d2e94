import type { JobStatus, SpendingEstimate } from '../jobs/job-status.js'
import type { JobStore } from '../jobs/job-store.js'

/** Jobs of the repository that are looked through, newest first. */
const looked = 50

export interface Asked {
  readonly url: string
  readonly model: string
  /** Undefined: whichever was last. */
  readonly commit?: string | undefined
}

/** The newest job that told what explaining the repository with the model would cost. */
export async function jobWithEstimate(jobs: Pick<JobStore, 'list'>, { url, model, commit }: Asked): Promise<(JobStatus & { readonly figures: { readonly estimate: SpendingEstimate } }) | undefined> {
  const { jobs: found } = await jobs.list({ repo: url, limit: looked })
  return found.filter(tellsPrice).find((job) => job.subject.url === url && job.figures.estimate.model === model && (commit === undefined || job.commitId === commit))
}

const tellsPrice = (job: JobStatus): job is JobStatus & { readonly figures: { readonly estimate: SpendingEstimate } } => job.figures.estimate !== undefined

/** What it told, unless that was paid meanwhile: then the code has to be asked anew. */
export async function knownEstimate(jobs: Pick<JobStore, 'list'>, asked: Asked): Promise<SpendingEstimate | undefined> {
  const job = await jobWithEstimate(jobs, asked)
  return job === undefined || job.figures.spent.calls > 0 ? undefined : job.figures.estimate
}
