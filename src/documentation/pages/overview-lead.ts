import type { FileRole, SourceFile } from '../../analysis/code-map.js'
import { inlineMarkdown } from '../doc-comments/inline.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { webHref } from '../markdown/links.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { capitalise, compareText, count, figure, listOf, percent, sentence, shorten } from '../prose.js'
import { citeFact, type PageContext } from './page-context.js'

/** The manifest's sentence and the README's own first paragraph, quoted as such. */
export function writeOverviewLead(context: PageContext): void {
  const { plan, planned, page } = context
  const { description, readmeSummary } = plan.code.project
  page.heading(1, escapeText(planned.title).trim() || 'Overview')
  if (description !== undefined)
    page.paragraph(`${sentence(capitalise(inlineMarkdown(shorten(description.value, 300)), plan.title))} — ${citeFact(context, description)}`)
  if (readmeSummary !== undefined && isProse(readmeSummary.value) && !saysTheSame(readmeSummary.value, description?.value)) {
    page.quote(`${inlineMarkdown(shorten(readmeText(readmeSummary.value), 700))} — ${citeFact(context, readmeSummary)}`)
  }
  if (description === undefined && readmeSummary === undefined)
    page.paragraph(`${escapeText(plan.title)} describes itself in no manifest or README; what follows is read from its code.`)
}

/** Reference-style links and emphasis, whose targets and marks are gone, as plain words. */
function readmeText(text: string): string {
  return text
    .replace(/!?\[([^[\]]{1,200})\](?:\[[^[\]]{0,200}\])?(?!\()/g, '$1')
    .replace(/(^|[\s(])([*_]{1,3})(?=\S)([^*_`]{1,200}?\S)\2(?=[\s.,;:!?)]|$)/g, '$1$3')
}

/** Rows of badges are no summary. */
function isProse(text: string): boolean {
  const words = text.replace(/https?:\/\/\S+/g, '').match(/\p{L}{2,}/gu) ?? []
  return words.length >= 3 && !/\]\(https?:[^)]*(?:badge|shields\.io|\.svg)/i.test(text)
}

function saysTheSame(a: string, b: string | undefined): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return b !== undefined && plain(a) === plain(b)
}

/** Facts in a table, each with its place; what was counted says so. */
export function writeGlance(context: PageContext): void {
  const { plan, page } = context
  const { project, files } = plan.code
  const counted = 'counted'
  const rows: string[][] = [['Repository', repository(context), commitText(context)]]
  const languages = project.languages.filter((one) => one.lines > 0)
  if (languages.length > 0) rows.push([languages.length === 1 ? 'Language' : 'Languages', languageShares(context), counted])
  rows.push(['Size', `${count(files.length, 'file')}, ${count(sum(files), 'line')}`, counted])
  const source = files.filter((file) => file.role === 'source')
  if (source.length > 0)
    rows.push([
      'Source',
      `${count(source.length, 'file')}, ${count(sum(source), 'line')}, ${count(plan.modulePages.length - 1, 'module')}`,
      counted,
    ])
  for (const [role, label] of roleLabels) {
    const own = files.filter((file) => file.role === role)
    if (own.length > 0) rows.push([label, `${count(own.length, 'file')}, ${count(sum(own), 'line')}${mainFolder(own)}`, counted])
  }
  if (project.licence !== undefined)
    rows.push(['Licence', escapeText(shorten(project.licence.value, 80)), citeFact(context, project.licence)])
  for (const runtime of project.runtimes.slice(0, 4))
    rows.push(['Runs on', inlineCode(shorten(runtime.value, 80)), citeFact(context, runtime)])
  page.heading(2, sectionHeadings.glance)
  page.table(['Fact', 'Value', 'Source'], rows)
  writeHandWritten(context)
}

const maxHandWritten = 8

/** What the authors wrote to be read: at the root first, then the longest. */
function writeHandWritten({ plan, page }: PageContext): void {
  const isDocument = ({ path, role }: SourceFile) => role === 'docs' && /\.(?:md|mdx|markdown|rst|adoc|txt)$/i.test(path) && !/(?:^|\/)(?:\.|readme|licen[sc]e|copying|notice)/i.test(path)
  const depth = ({ path }: SourceFile) => Math.min(1, path.split('/').length - 1)
  const documents = plan.code.files.filter(isDocument).toSorted((a, b) => depth(a) - depth(b) || b.lines - a.lines || compareText(a.path, b.path))
  if (documents.length === 0) return
  page.paragraph(`Written by its authors: ${listOf(documents.slice(0, maxHandWritten).map(({ path }) => page.linkFile(path)), documents.length)}.`)
}

const roleLabels: readonly (readonly [FileRole, string])[] = [
  ['test', 'Tests'],
  ['example', 'Examples'],
  ['docs', 'Documentation'],
]

function repository({ plan }: PageContext): string {
  const { url, host, owner, name } = plan.subject
  const href = webHref(url)
  return href === undefined ? `local folder ${inlineCode(name)}` : `[${escapeText(`${host}/${owner}/${name}`)}](${href})`
}

function commitText({ plan }: PageContext): string {
  const date = plan.subject.committedAt.slice(0, 10)
  return `commit ${inlineCode(plan.subject.commit.slice(0, 10))}${date === '' ? '' : ` of ${escapeText(date)}`}`
}

function languageShares({ plan }: PageContext): string {
  const languages = [...plan.code.project.languages].sort((a, b) => b.lines - a.lines)
  const total = languages.reduce((lines, one) => lines + one.lines, 0)
  return listOf(
    languages
      .slice(0, 5)
      .map((one) => `${escapeText(one.label)} ${percent(one.lines, total)} (${count(one.files, 'file')}, ${count(one.lines, 'line')})`),
    languages.length,
  )
}

/** Where most of them are, when that is one folder. */
function mainFolder(files: readonly SourceFile[]): string {
  const tops = new Map<string, number>()
  for (const file of files) {
    const top = file.path.includes('/') ? (file.path.split('/')[0] ?? '') : ''
    tops.set(top, (tops.get(top) ?? 0) + 1)
  }
  const [name = '', held = 0] = [...tops].sort((a, b) => b[1] - a[1])[0] ?? []
  if (name === '' || held < files.length * 0.6) return ''
  return held === files.length ? ` in ${inlineCode(`${name}/`)}` : `, ${figure(held)} of them in ${inlineCode(`${name}/`)}`
}

function sum(files: readonly SourceFile[]): number {
  return files.reduce((lines, file) => lines + file.lines, 0)
}
