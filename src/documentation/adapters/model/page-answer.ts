import type { WikiPlan } from '../../wiki-plan.js'
import type { Sentence } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'
import { readSentences } from './read-sentences.js'

export interface PageAnswer {
  readonly prose: string
  /** As the model wrote it; undefined when it did not. */
  readonly summary: string | undefined
}

/** Splits what a model wrote at the line `SUMMARY:`. */
export function splitAnswer(text: string): PageAnswer {
  const marks = [...text.matchAll(/^[ \t]*(?:#{1,6}[ \t]*)?(?:[*_]{1,2})?SUMMARY(?:[*_]{1,2})?[ \t]*:(?:[*_]{1,2})?/gm)]
  const mark = marks.at(-1)
  if (mark === undefined) return { prose: text, summary: undefined }
  const summary = text.slice(mark.index + mark[0].length).trim()
  return { prose: text.slice(0, mark.index).trimEnd(), summary: summary === '' ? undefined : summary }
}

const [maxSentences, maxLength] = [4, 1_000]

/**
 * One line for the prompts of other pages, without ids and links: of the sentences those that keep the rules of prose. Without a summary
 * the page's first sentences speak for it. Undefined when none is left.
 */
export function soundSummary({ prose, summary }: PageAnswer, scope: ProseScope, plan: WikiPlan): string | undefined {
  const told = summary ?? prose.split(/\n\s*\n/).find((block) => !/^\s*(?:[#|`~]|$)/.test(block)) ?? ''
  const sentences = readSentences(told.replace(/\s+/g, ' ').trim(), scope).filter(({ violations }) => violations.length === 0)
  let line = ''
  for (const written of sentences.slice(0, summary === undefined ? 3 : maxSentences).map((sentence) => plainSentence(sentence, plan))) {
    if (line.length + written.length > maxLength) break
    line = line === '' ? written : `${line} ${written}`
  }
  return line === '' ? undefined : line
}

function plainSentence({ parts }: Sentence, plan: WikiPlan): string {
  const written = parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'code' ? `\`${part.text}\`` : part.kind === 'module' ? (plan.graph.nodes.get(part.slug)?.name ?? part.slug) : ''))
  return written.join('').replace(/\s+/g, ' ').replace(/\s+(?=[.,;:!?](?:\s|$))/g, '').trim()
}
