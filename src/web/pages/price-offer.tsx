import type { SpendingEstimate } from '../../jobs/job-status.js'
import { priceWords } from '../../pipeline/price-words.js'
import type { ModelOffer } from '../app-deps.js'

export interface PriceOfferProps {
  /** The job that made the wiki without explanations. */
  readonly jobId: string
  readonly model: ModelOffer
  readonly estimate: SpendingEstimate | undefined
}

/** The price stands on the button. A plain form: it works without scripts. */
export function PriceOffer({ jobId, model, estimate }: PriceOfferProps) {
  const open = estimate === undefined ? undefined : estimate.pages - estimate.paidPages
  return (
    <form method="post" action={`/jobs/${jobId}/explain`} class="box price">
      <p>These pages come from the code alone.</p>
      <button type="submit">
        Explain with {model.name}
        {estimate !== undefined && (open === 0 ? ': paid for already' : `: ${priceWords(estimate)}`)}
      </button>
      <label>
        at most{' '}
        {!model.isPriced || estimate?.costUsd === undefined ? (
          <>
            <input name="max_tokens" inputmode="numeric" size={9} autocomplete="off" /> tokens
          </>
        ) : (
          <>
            $<input name="max_cost_usd" inputmode="decimal" size={6} autocomplete="off" />
          </>
        )}
      </label>
      {estimate !== undefined && <p class="facts">{estimate.basis}</p>}
    </form>
  )
}
