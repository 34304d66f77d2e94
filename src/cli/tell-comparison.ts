import { shortCommit } from '../cache/published-wiki.js'
import { wordsOfComponent, wordsOfFiles, wordsOfPages, wordsOfReasons } from '../documentation/compare/comparison-words.js'
import type { ComponentChange, Hunk, PageChange } from '../documentation/compare/wiki-comparison.js'
import { escapeText, fencedCode, inlineCode } from '../documentation/markdown/escape.js'
import type { PublishedComparison } from '../pipeline/compare-published.js'

interface TellOptions {
  /** With the lines of Markdown that differ. */
  readonly withLines: boolean
  /** Slug of the only page that is told. */
  readonly page: string | undefined
}

const marks: Readonly<Record<PageChange['change'], string>> = { added: 'A', removed: 'D', renamed: 'R', changed: 'M' }
const componentMarks: Readonly<Record<ComponentChange['change'], string>> = { added: '+', removed: '-', signature: '~', visibility: '~', doc: '~' }
/** What a terminal shows of one page; JSON has all. */
const mostComponents = 20

/** For a terminal: a line per page as git writes it, then what changed on it. */
export function comparisonText(comparison: PublishedComparison, { withLines, page: only }: TellOptions): string {
  const lines = heading(comparison, (text) => text)
  for (const page of pagesOf(comparison, only)) {
    lines.push('', `${marks[page.change]} ${page.slug}.md  ${page.title}${page.was === undefined ? '' : ` (was ${page.was.slug}.md, ${page.was.title})`}`)
    const reasons = wordsOfReasons(page)
    if (reasons !== '') lines.push(`  Why: ${reasons}`)
    if (page.sections.length > 0) lines.push(`  Sections: ${sectionsOf(page, (text) => text).join(', ')}`)
    for (const one of page.components.slice(0, mostComponents)) lines.push(`  ${componentMarks[one.change]} ${one.name}: ${wordsOfComponent(one)}${signaturesOf(one)}`)
    if (page.components.length > mostComponents) lines.push(`  … ${page.components.length - mostComponents} more definitions`)
    if (withLines) for (const hunk of page.hunks) lines.push(`  ${range(hunk)}`, ...hunk.lines.map(({ mark, text }) => `  ${mark}${text}`))
  }
  // Text of a repository could steer a terminal.
  return lines.join('\n').replace(/[^\P{Cc}\n\t]/gu, '')
}

/** For a pull request or a chat. */
export function comparisonMarkdown(comparison: PublishedComparison, { withLines, page: only }: TellOptions): string {
  const blocks = [`# ${escapeText(comparison.to.title)}: what changed in its wiki`, ...heading(comparison, escapeText)]
  for (const page of pagesOf(comparison, only)) {
    blocks.push(`## ${escapeText(page.title)}: ${page.change}`)
    if (page.was !== undefined) blocks.push(`It was ${escapeText(page.was.title)} (${inlineCode(`${page.was.slug}.md`)}).`)
    const reasons = wordsOfReasons(page)
    if (reasons !== '') blocks.push(`**Why:** ${reasons}`)
    if (page.sections.length > 0) blocks.push(`**Sections:** ${sectionsOf(page, escapeText).join(', ')}`)
    if (page.components.length > 0) blocks.push(page.components.map((one) => `- ${inlineCode(one.name)}: ${escapeText(wordsOfComponent(one))}${one.change === 'signature' ? `, ${inlineCode(one.before ?? '')} → ${inlineCode(one.after ?? '')}` : ''}`).join('\n'))
    if (withLines && page.hunks.length > 0) blocks.push(fencedCode('diff', page.hunks.flatMap((hunk) => [range(hunk), ...hunk.lines.map(({ mark, text }) => mark + text)]).join('\n')))
  }
  return `${blocks.join('\n\n')}\n`
}

/** All, or the one of this slug, before or after. */
export const pagesOf = ({ pages }: PublishedComparison, only: string | undefined): readonly PageChange[] =>
  only === undefined ? pages : pages.filter(({ slug, was }) => slug === only || was?.slug === only)

function heading(comparison: PublishedComparison, escape: (text: string) => string): string[] {
  const { from, to, figures } = comparison
  const names = figures.map(({ name, before, after }) => `${name} ${before} → ${after}`).join(', ')
  return [
    escape(`${to.url}: ${shortCommit(from.commit)} of ${from.committedAt.slice(0, 10)} → ${shortCommit(to.commit)} of ${to.committedAt.slice(0, 10)}`),
    `${wordsOfPages(comparison)}.`,
    ...[wordsOfFiles(comparison), names === '' ? undefined : `Figures: ${names}`].flatMap((line) => (line === undefined ? [] : [`${line}.`])),
  ]
}

const sectionsOf = (page: PageChange, escape: (text: string) => string): string[] => page.sections.map(({ heading: title, change }) => `${title === '' ? 'the beginning' : escape(title)}${change === 'changed' ? '' : ` (${change})`}`)
const signaturesOf = ({ change, before, after }: ComponentChange): string => (change === 'signature' ? `\n      ${before ?? ''}\n    → ${after ?? ''}` : '')

function range({ fromLine, toLine, lines }: Hunk): string {
  const without = (mark: string) => lines.filter((line) => line.mark !== mark).length
  return `@@ -${fromLine},${without('+')} +${toLine},${without('-')} @@`
}
