import { githubSlug } from '../github-slug.js'
import type { SectionChange } from './wiki-comparison.js'

interface Section {
  readonly heading: string
  readonly lines: string[]
}

/** By heading: each part of a page from one heading to the next, whatever its level. `lines` are comparable ones. */
export function compareSections(before: readonly string[], after: readonly string[]): SectionChange[] {
  const [old, now] = [sectionsOf(before), sectionsOf(after)]
  const changed = [...now].flatMap(([key, { heading, lines }]): SectionChange[] => {
    const was = old.get(key)
    if (was?.lines.join('\n') === lines.join('\n')) return []
    return [{ heading, anchor: githubSlug(heading), change: was === undefined ? 'added' : 'changed' }]
  })
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, { heading }]) => ({ heading, anchor: githubSlug(heading), change: 'removed' as const }))
  return [...changed, ...removed]
}

/** By the headings from the first level down to it. */
function sectionsOf(lines: readonly string[]): Map<string, Section> {
  const sections = new Map<string, Section>()
  let path: string[] = []
  let fence: string | undefined
  let section: Section = { heading: '', lines: [] }
  sections.set('', section)
  for (const line of lines) {
    const mark = /^(`{3,})/.exec(line)?.[1]
    if (mark !== undefined) fence = fence === undefined ? mark : mark.length >= fence.length ? undefined : fence
    const [, level, title] = (fence === undefined ? /^(#{1,4}) (.*)$/.exec(line) : null) ?? []
    if (level !== undefined && title !== undefined) {
      path = [...path.slice(0, level.length - 1), plain(title)]
      // Below its title a page begins.
      section = { heading: level === '#' ? '' : plain(title), lines: [] }
      sections.set(path.join('\n'), section)
    } else section.lines.push(line)
  }
  return sections
}

/** The heading as it is read: without marks of code and escapes. */
const plain = (markdown: string): string => markdown.replace(/\\(.)/g, '$1').replaceAll('`', '').trim()
