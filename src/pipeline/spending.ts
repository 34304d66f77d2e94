import { generatorFor, type DocumentationGenerator, type PageRun } from '../documentation/documentation-generator.js'
import { toNanoUsd, toUsd } from '../documentation/model-price.js'
import type { Payer } from '../documentation/payer.js'
import type { Caps } from '../documentation/spending-book.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import type { JobRun } from '../jobs/job-run.js'
import type { JobOptions, ProcessingJob, SpendingCap, SpendingEstimate } from '../jobs/job-status.js'
import { estimateExplaining, type EstimateExplainingDeps, type ExplainingToEstimate } from './estimate-explaining.js'
import { figure } from './figures.js'
import { priceWords } from './price-words.js'

export interface SpendingDeps extends EstimateExplainingDeps {
  /** What the operator lets one job spend. */
  readonly jobCaps: Caps
  /** What was expected for this commit before, by the newest job that told. */
  readonly known: (url: string, commit: string, model: string) => Promise<SpendingEstimate | undefined>
}

/** A job's own limits only lower the operator's. */
export function capsOf(options: JobOptions, operator: Caps): Caps {
  const lower = (a: number | undefined, b: number | undefined) => (a === undefined ? b : b === undefined ? a : Math.min(a, b))
  const nanoUsd = options.maxCostUsd === undefined ? undefined : toNanoUsd(options.maxCostUsd)
  return { tokens: lower(options.maxTokens, operator.tokens), nanoUsd: lower(nanoUsd, operator.nanoUsd) }
}

export const payerOf = ({ id, options }: Pick<ProcessingJob, 'id' | 'options'>, { jobCaps }: Pick<SpendingDeps, 'jobCaps'>): Payer => ({ jobId: id, caps: capsOf(options, jobCaps) })

const capOf = ({ tokens, nanoUsd }: Caps): SpendingCap => ({ tokens, costUsd: nanoUsd === undefined ? undefined : toUsd(nanoUsd) })

interface Explaining {
  readonly job: ProcessingJob
  readonly generator: DocumentationGenerator
  readonly plan: WikiPlan
  readonly readSources: PageRun['readSources']
  /** Asked for when there is something to reckon. */
  readonly planning: () => Promise<ExplainingToEstimate['planning']>
}

/**
 * Writes down what the explaining of the planned pages is expected to cost and may cost, also of a job that explains none: then its reader
 * knows the price. The first estimate of a job stands, to be compared with what was spent in the end.
 */
export async function tellPrice({ job, generator, plan, readSources, planning }: Explaining, deps: SpendingDeps, run: JobRun): Promise<void> {
  const { explainer, mainModel: model } = generator
  if (explainer === undefined || model === undefined) return
  const cap = capOf(capsOf(job.options, deps.jobCaps))
  if (job.figures.estimate !== undefined) return run.count({ cap })
  const estimate = await estimateExplaining({ plan, explainer, model, planning: await planning(), readSources, signal: run.signal }, deps)
  await run.count({ estimate, cap })
  await run.log('info', `Explaining ${figure.count(estimate.pages - estimate.paidPages, 'page')} with ${model} is expected to take ${priceWords(estimate)}. ${estimate.basis}`)
}

/** Whether a wiki that is there already answers the job: a free one also has to tell its price, where there is one. */
export async function priceIsTold({ subject, options }: Pick<ProcessingJob, 'subject' | 'options'>, commit: string, generator: DocumentationGenerator, deps: SpendingDeps, run: JobRun): Promise<boolean> {
  if (generatorFor(generator, options) === generator || generator.mainModel === undefined) return true
  const estimate = await deps.known(subject.url, commit, generator.mainModel)
  if (estimate === undefined) return false
  await run.count({ estimate })
  return true
}
