import type { Verification } from '../../documentation/wiki.js'

export interface ExplainedBadgeProps {
  readonly origin: 'analysis' | 'model'
  /** Of a page by a model; without it nothing was checked here. */
  readonly verification: Verification | undefined
}

/** Where the words of a page come from, and what was checked of them. */
export function ExplainedBadge({ origin, verification }: ExplainedBadgeProps) {
  if (origin === 'analysis') return <p class="explained">From the code alone</p>
  if (verification === undefined) return <p class="explained unchecked">Written by a language model elsewhere, not checked</p>
  return (
    <details class={`explained ${verification.state}`}>
      <summary>{headline(verification)}</summary>
      <p>{details(verification)}</p>
    </details>
  )
}

function headline({ model, statements, removed }: Verification): string {
  const left = removed === 0 ? '' : `, ${removed} removed`
  return `Explained by ${model}, ${count(statements, 'statement')} checked${left}`
}

function details({ citations, names, repaired, diagramEdges: { kept, dashed, dropped } }: Verification): string {
  const arrows = kept + dashed + dropped === 0 ? '' : ` Arrows: ${kept} found in the code, ${dashed} not found and dashed, ${dropped} left out.`
  const mended = repaired === 0 ? '' : ` ${count(repaired, 'fault')} mended by the model when it was told.`
  return `${count(citations, 'citation')}: each names lines that exist and have to do with what is said. ${count(names, 'piece')} of code: each name exists.${arrows}${mended} That each statement follows from its lines was not checked: follow the citation.`
}

function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}
