import { isOpen, type JobStatus } from '../../jobs/job-status.js'
import { capWords, priceWords, spentWords } from '../../pipeline/price-words.js'
import type { ModelOffer } from '../app-deps.js'
import { PriceOffer } from './price-offer.js'

/** What the job is expected to cost, has cost and may cost; of one without explanations what they would cost, with the button that buys them. */
export function Price({ job, offered }: { readonly job: JobStatus; readonly offered: ModelOffer | undefined }) {
  const { estimate, spent, cap } = job.figures
  if (job.options.prose === false) {
    if (job.status !== 'completed' || offered === undefined) return null
    return <PriceOffer jobId={job.id} model={offered} estimate={estimate?.model === offered.name ? estimate : undefined} />
  }
  if (estimate === undefined && spent.calls === 0) return null
  const limit = capWords(cap)
  return (
    <div class="box price">
      <p>
        {spent.calls === 0 ? 'Nothing spent yet' : `Spent ${spentWords(spent)}`}
        {estimate !== undefined && `; expected ${isOpen(job) ? priceWords(estimate) : `was ${priceWords(estimate)}`}`}
        {limit !== undefined && `; ${limit}`}.
      </p>
      {isOpen(job) && <Meter job={job} />}
      {estimate !== undefined && <p class="facts">{estimate.basis}</p>}
    </div>
  )
}

/** Of the limit, or without one of what is expected; by money where its sum is known. */
function Meter({ job: { figures } }: { readonly job: JobStatus }) {
  const { estimate, spent, cap } = figures
  const money = cap?.costUsd ?? estimate?.costUsd
  const tokens = cap?.tokens ?? (estimate === undefined ? undefined : estimate.inputTokens + estimate.outputTokens)
  const [value, max] = spent.costUsd !== undefined && money !== undefined ? [spent.costUsd, money] : [spent.inputTokens + spent.outputTokens, tokens]
  return max === undefined || max === 0 ? null : <progress max={max} value={Math.min(value, max)} aria-label="Spent" />
}
