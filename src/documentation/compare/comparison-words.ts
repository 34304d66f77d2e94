import { githubSlug } from '../github-slug.js'
import { count } from '../prose.js'
import type { ChangeReason, ComponentChange, PageChange, WikiComparison } from './wiki-comparison.js'

const reasonWords: Readonly<Record<ChangeReason, string>> = {
  code: 'its code changed',
  cited: 'code that it cites changed',
  prose: 'it gained or lost the prose of a model',
  relations: 'what it says of other code changed',
  generator: 'it was made by another CodeWiki, model or options',
}

/** `its code changed; code that it cites changed`. Empty when there is nothing to say. */
export const wordsOfReasons = ({ reasons }: Pick<PageChange, 'reasons'>): string => reasons.map((reason) => reasonWords[reason]).join('; ')

/** `new function`, `signature of class`. */
export function wordsOfComponent({ change, kind, before, after }: ComponentChange): string {
  switch (change) {
    case 'added':
      return `new ${kind}`
    case 'removed':
      return `${kind} that is gone`
    case 'signature':
      return `${kind} with another signature`
    case 'visibility':
      return `${kind} that was ${before ?? ''} and is ${after ?? ''}`
    case 'doc':
      return `${kind} with another comment`
  }
}

/** `3 pages changed, 1 added; 12 say the same`. */
export function wordsOfPages({ pages, unchanged }: Pick<WikiComparison, 'pages' | 'unchanged'>): string {
  const told = (['changed', 'renamed', 'added', 'removed'] as const).flatMap((change) => {
    const found = pages.filter((page) => page.change === change).length
    return found === 0 ? [] : [`${count(found, 'page')} ${change}`]
  })
  return `${told.length === 0 ? 'No page changed' : told.join(', ')}; ${unchanged} ${unchanged === 1 ? 'says' : 'say'} the same`
}

export function wordsOfFiles({ files }: Pick<WikiComparison, 'files'>): string | undefined {
  if (files === undefined) return undefined
  const told = Object.entries(files).flatMap(([what, number]) => (number === 0 ? [] : [`${count(number, 'file')} ${what}`]))
  return told.length === 0 ? undefined : `Of the repository: ${told.join(', ')}`
}

/** Where a page's part stands on the page of a comparison. */
export const anchorOfPage = ({ slug }: Pick<PageChange, 'slug'>): string => `page-${githubSlug(slug)}`
