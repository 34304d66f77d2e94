import { parseSourceHref, sourceHref } from '../markdown/links.js'
import type { Citation } from '../wiki.js'
import type { StatePage } from './wiki-state.js'

/** `path:1-9`, `1–9`. */
const linesOfLabel = /(?:^|:)\d+(?:[-–]\d+)?$/

/**
 * The lines of a page with each citation in the form that moved lines leave alone: by symbol where it stands for one; else by its lines
 * as long as the file is the same, and by the file alone when that changed. The commit's own name and day are no change either.
 */
export function comparableLines(page: StatePage, commit: string, blobElsewhere: (path: string) => string | undefined): string[] {
  const cited = new Map<string, Citation>()
  for (const citation of page.citations) {
    const key = sourceHref(citation.path, citation)
    if (cited.get(key)?.symbol === undefined) cited.set(key, citation)
  }
  const comparable = page.markdown.replaceAll(/\[((?:\\.|[^\]\\])*)\]\((source\/[^)\s]+)\)/g, (whole, label: string, href: string) => {
    const target = parseSourceHref(href)
    if (target === undefined || target.range === undefined) return whole
    const citation = cited.get(href)
    const isSameFile = citation !== undefined && blobElsewhere(target.path) === citation.blob
    const place = citation?.symbol ?? (isSameFile ? `${target.range.startLine}-${target.range.endLine}` : '')
    return `[${label.replace(linesOfLabel, '')}](${target.path}#${place})`
  })
  return comparable.replaceAll(commit.slice(0, 10), '@').replaceAll(/@` of \d{4}-\d{2}-\d{2}/g, '@`').split('\n')
}
