import type { ComponentChildren } from 'preact'
import { plural } from './words.js'
import type { Explanation, Explanations } from '../explanations.js'

interface NoteProps {
  readonly slug: string
  readonly base: string
  readonly explanation: Explanation | undefined
  readonly all: Explanations
  /** What is known of the words that are there. */
  readonly badge: ComponentChildren
}

/** Says who wrote what the reader sees, and what comes. Scripts keep it up to date; it says the same without them. */
export function ExplanationNote({ slug, base, explanation, all, badge }: NoteProps) {
  if (explanation === undefined) return <div data-part="explanation">{badge}</div>
  return (
    <div data-part="explanation" class={`explanation ${explanation.state}`} data-state={explanation.state}>
      {explanation.state === 'explained' ? badge : <Words explanation={explanation} all={all} />}
      {explanation.state === 'unexplained' && <Ask slug={slug} base={base} all={all} />}
    </div>
  )
}

function Words({ explanation, all }: Pick<NoteProps, 'all'> & { readonly explanation: Exclude<Explanation, { state: 'explained' }> }) {
  switch (explanation.state) {
    case 'under-way':
      return <p>A model is explaining this page now. Until it has, this is what the code alone tells.{hint}</p>
    case 'waiting':
      return (
        <p>
          This page waits for a model to explain it{all.total > 0 && `: ${all.done} of ${plural(all.total, 'page')} done`}. Until then, this is what the code alone tells.
          <Why all={all} />
          {hint}
        </p>
      )
    case 'unexplained':
      return (
        <p>
          <strong>From the code alone.</strong> The model’s explanation is missing: {explanation.message}
        </p>
      )
  }
}

const hint = <noscript> Reload the page to see how far it is.</noscript>

/** Why it takes long. */
function Why({ all: { openJob } }: Pick<NoteProps, 'all'>) {
  if (openJob === undefined) return null
  const paused = openJob.paused ? ' The job is paused.' : ''
  const failed = openJob.status === 'queued' && openJob.lastFailure !== undefined ? ` The job waits: ${openJob.lastFailure.message}` : ''
  return (
    <>
      {paused || failed} <a href={`/jobs/${openJob.id}`}>Follow the job</a>
    </>
  )
}

/** Plain forms: they work without scripts. Not while a job is at it. */
function Ask({ slug, base, all }: Pick<NoteProps, 'slug' | 'base' | 'all'>) {
  if (!all.fillable.includes(slug)) return null
  return (
    <form method="post" action={`${base}/${slug}/retry`}>
      <button type="submit" class="small">
        Explain this page
      </button>
      {all.fillable.length > 1 && (
        <button type="submit" class="plain small" name="all" value="1">
          Explain all {all.fillable.length} that are missing
        </button>
      )}
    </form>
  )
}
