import { forgeSourceUrl } from './forge-links.js'
import { inlineCode } from './markdown/escape.js'
import { parseSourceHref } from './markdown/links.js'
import type { WikiSubject } from './wiki-plan.js'

/**
 * A page for a folder that is read outside our reader: citations lead to the forge at the commit, or become plain `path:12-30` where
 * no forge is known. Links between pages stay; code blocks and code spans are left alone.
 */
export function exportMarkdown(markdown: string, subject: Pick<WikiSubject, 'url' | 'host' | 'commit'>): string {
  let fence: string | undefined
  const lines = markdown.split('\n').map((line) => {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = undefined
      return line
    }
    if (mark !== undefined) {
      fence = mark
      return line
    }
    return rewriteLine(line, subject)
  })
  return lines.join('\n')
}

/** An escape, a link whose label may hold code, a code span, or one character. Only links to `source/` change. */
const piece = /\\[^]|\[((?:\\[^]|(`+)(?:[^`]|(?!\2(?!`))`)*?\2(?!`)|[^\]\\`])*)\]\((source\/[^()\s]*)\)|(`+)(?:[^`]|(?!\4(?!`))`)*?\4(?!`)|[^]/gu

function rewriteLine(line: string, subject: Pick<WikiSubject, 'url' | 'host' | 'commit'>): string {
  return line.includes('](source/')
    ? line.replace(piece, (whole: string, label: string | undefined, _fence: string | undefined, href: string | undefined) =>
        href === undefined ? whole : (rewrite(label ?? '', href, subject) ?? whole),
      )
    : line
}

function rewrite(label: string, href: string, subject: Pick<WikiSubject, 'url' | 'host' | 'commit'>): string | undefined {
  const target = parseSourceHref(href)
  if (target === undefined) return undefined
  const url = forgeSourceUrl(subject, target.path, target.range)
  if (url !== undefined) return `[${label}](${url})`
  const { path, range } = target
  const place = range === undefined ? path : `${path}:${range.startLine}${range.endLine === range.startLine ? '' : `-${range.endLine}`}`
  // A citation's label is the place itself; a name keeps its place beside it.
  return /:\d+(?:-\d+)?$/.test(label) || label === inlineCode(path) ? inlineCode(place) : label
}
