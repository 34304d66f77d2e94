import type { ReferenceTier, SkippedFile } from '../../analysis/code-map.js'
import { languageName } from '../../steering/language-tag.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { isPublic, isSource } from '../plan/code-index.js'
import { compareText, count, figure, listOf, percent } from '../prose.js'
import type { PlannedQuality, WikiPlan } from '../wiki-plan.js'
import type { Coverage, Gap, Verification, WikiPage } from '../wiki.js'
import { closePage, openPage, type PageContext } from './page-context.js'

/** What the other pages turned out to be, after they were checked. */
export interface WikiFigures {
  /** Of all pages, this one included. */
  readonly coverage: Coverage
  readonly pages: number
  readonly gaps: readonly Gap[]
  /** Public members of the source, and those that a page cites. */
  readonly members: { readonly all: number; readonly cited: number }
  /** Pages with prose by a language model. */
  readonly explained: number
  /** What was checked of that prose, page by page. */
  readonly verifications: readonly Verification[]
}

type Context = PageContext<PlannedQuality>

/** The wiki about itself: what was read, found and checked, and what it cannot know. */
export function writeQualityPage(plan: WikiPlan, planned: PlannedQuality, figures: WikiFigures): WikiPage {
  const context = openPage(plan, planned)
  context.page.heading(1, escapeText(planned.title))
  context.page.paragraph(
    `What was read for the ${count(figures.pages, 'page')} of this wiki at commit ${inlineCode(plan.subject.commit.slice(0, 10))}, what was checked before they were published, and what they cannot know. Every figure is counted.`,
  )
  writeRead(context, figures)
  writeFound(context, figures)
  writeReferences(context)
  writeChecked(context, figures)
  writeSteering(context)
  writeUnknown(context, figures)
  return closePage(context)
}

const reasons: Readonly<Record<SkippedFile['reason'], string>> = {
  binary: 'binary',
  'too-large': 'over the size limit',
  generated: 'generated',
  vendored: 'copied from elsewhere',
  minified: 'minified',
  'timed-out': 'not parsed in time',
  unreadable: 'not what the name says, so not read',
  'parser-failed': 'not parsed',
  symlink: 'symbolic links',
  submodule: 'submodules',
  'unsafe-name': 'names that are not safe to show',
}

/** From this share of bytes that the parser could not read on, a file counts as read in part. */
const partialShare = 0.05

function writeRead({ plan, page }: Context, { coverage }: WikiFigures): void {
  const partial = plan.code.files.filter((file) => file.errorShare > partialShare && file.role === 'source')
  const unread = unreadLanguages(plan)
  page.heading(2, 'What was read')
  page.table(
    ['Files', 'Number', 'Which'],
    [
      ['Read', figure(plan.code.files.length), ''],
      ['Source files', figure(coverage.sourceFiles), `${figure(coverage.documentedFiles)} of them cited on a page`],
      ...(partial.length === 0 ? [] : [['Source files parsed only in part', figure(partial.length), listOf(partial.slice(0, 5).map((file) => page.linkFile(file.path)), partial.length)]]),
      ...(unread.length === 0 ? [] : [['Source files counted but not taken apart', figure(unread.reduce((sum, [, files]) => sum + files, 0)), listOf(unread.slice(0, 6).map(([label, files]) => `${escapeText(label)} (${figure(files)})`), unread.length)]]),
      ...leftOut(plan.code.skipped),
    ],
  )
}

function leftOut(skipped: readonly SkippedFile[]): string[][] {
  const byReason = new Map<SkippedFile['reason'], SkippedFile[]>()
  for (const file of skipped) byReason.set(file.reason, [...(byReason.get(file.reason) ?? []), file])
  return [...byReason]
    .sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
    .map(([reason, files]) => [
      `Left out: ${reasons[reason]}`,
      figure(files.length),
      listOf(
        files.slice(0, 3).map((file) => inlineCode(file.path)),
        files.length,
      ),
    ])
}

function unreadLanguages({ code, index }: WikiPlan): [label: string, files: number][] {
  const read = new Set(code.components.map((component) => index.files.get(component.path)?.language))
  const source = new Map<string, number>()
  for (const { role, language } of code.files)
    if (role === 'source' && language !== undefined && !read.has(language)) source.set(language, (source.get(language) ?? 0) + 1)
  const label = (id: string) => code.project.languages.find((one) => one.language === id)?.label ?? id
  return [...source].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([id, files]) => [label(id), files])
}

function writeFound({ plan, page }: Context, { coverage, members }: WikiFigures): void {
  if (coverage.totalComponents === 0) return
  const open = [...plan.index.topLevel.values()].flat().filter((one) => isSource(plan.index, one.path) && isPublic(plan.index, one))
  const silent = open.filter(({ doc }) => doc === undefined).length
  const rows: string[][] = [['Definitions of all kinds, tests included', figure(coverage.totalComponents), '']]
  if (coverage.publicComponents > 0) rows.push(['Public definitions of the source', figure(coverage.publicComponents), cited(coverage.documentedPublicComponents, coverage.publicComponents)])
  if (members.all > 0) rows.push(['Public members of types', figure(members.all), cited(members.cited, members.all)])
  if (silent > 0) rows.push(['Public definitions without a doc comment', figure(silent), `${percent(silent, open.length)} of the public ones: their names, signatures and uses are all that is told`])
  page.heading(2, 'What was found')
  page.table(['Found', 'Number', 'On pages'], rows)
}

/** Never rounded up to all. */
function cited(part: number, whole: number): string {
  return part === whole ? 'all cited on a page' : `${figure(part)} cited on a page`
}

const tiers: readonly (readonly [ReferenceTier, string])[] = [
  ['local', 'to a definition of the same file'],
  ['import', 'through an import'],
  ['self', 'through the object or class itself (`this`, `self`)'],
  ['typed', 'through a written or assigned type'],
  ['package', 'within a package or namespace'],
  ['linker', 'by the only external definition of that name, as a linker would'],
]

/** How sure the references are that arrows, tables and counts rest on. */
function writeReferences({ plan, page }: Context): void {
  const counts = new Map<ReferenceTier, number>()
  for (const { tier, count: times } of plan.code.references) counts.set(tier, (counts.get(tier) ?? 0) + times)
  const guesses = counts.get('unique') ?? 0
  const total = tiers.reduce((sum, [tier]) => sum + (counts.get(tier) ?? 0), 0)
  if (total + guesses === 0) return
  page.heading(2, 'References between definitions')
  page.table(
    ['Resolved', 'References', 'Share'],
    tiers
      .filter(([tier]) => counts.has(tier))
      .map(([tier, label]) => [label, figure(counts.get(tier) ?? 0), percent(counts.get(tier) ?? 0, total)]),
  )
  if (guesses > 0)
    page.paragraph(`${count(guesses, 'more reference')} could only be guessed from a name that one definition bears: no diagram, count or citation uses ${guesses === 1 ? 'it' : 'them'}.`)
}

function writeChecked({ page }: Context, { coverage, gaps, verifications }: WikiFigures): void {
  page.heading(2, 'What was checked')
  const checks: (readonly [string, number, string])[] = [
    ['Links', coverage.links, 'each within the wiki leads to a page and a heading that exist, each to the source to a file and lines of this commit; addresses of the web are not followed'],
    ['Citations', coverage.citations, 'each names lines that exist in the file as it was at this commit; each of a definition begins where that is defined, each of a part of one lies within it'],
    ['Diagrams', coverage.diagrams, 'each was parsed'],
    ...proseChecks(verifications),
  ]
  page.table(
    ['Checked', 'Number', 'Result'],
    checks.filter(([, number]) => number > 0).map(([what, number, result]) => [what, figure(number), result]),
  )
  if (gaps.length > 0) {
    page.paragraph(`${count(gaps.length, 'page')} broke a rule or could not be written, and ${gaps.length === 1 ? 'is' : 'are'} replaced by the reason:`)
    page.list(gaps.map(({ slug, title, code }) => `[${escapeText(title).trim() || slug}](${slug}.md): ${inlineCode(code)}`))
  }
}

/** Of the prose by a model. */
function proseChecks(verifications: readonly Verification[]): (readonly [string, number, string])[] {
  const sum = (of: (one: Verification) => number) => verifications.reduce((total, one) => total + of(one), 0)
  const removed = sum((one) => one.removed)
  const arrows = sum(({ diagramEdges: { kept, dashed } }) => kept + dashed)
  const left = removed === 0 ? '' : `; ${count(removed, 'more piece')} broke a rule and ${removed === 1 ? 'was' : 'were'} left out`
  return [
    ['Statements by a language model', sum((one) => one.statements), `each paragraph cites, what is cited has to do with the symbol that is named${left}`],
    ['Pieces of code in them', sum((one) => one.names), 'each name in them exists'],
    ['Arrows of their diagrams', arrows, `${figure(sum(({ diagramEdges }) => diagramEdges.kept))} are found in the code, the others dashed`],
  ]
}

/** What was asked of this wiki, and by whom. */
function writeSteering({ plan, page }: Context): void {
  const { instructions, audience, documentType, language, focus, pages } = plan.steering
  const from = (origin: string) => (origin === 'job' ? 'the job' : page.linkFile(origin))
  const told = pages.flatMap((wished) => plan.pages.filter((one) => one.kind === 'asked' && one.title === wished.value.title).map(({ slug, title }) => ({ from: wished.from, link: `[${escapeText(title)}](${slug}.md)` })))
  const rows = [
    ...(documentType === undefined ? [] : [['Type of document, by which pages and sections are ordered', inlineCode(documentType.value), from(documentType.from)]]),
    ...(audience === undefined ? [] : [['Readers, told to a language model', escapeText(audience.value), from(audience.from)]]),
    ...(language === undefined ? [] : [['Language of prose by a model', escapeText(languageName(language.value)), from(language.from)]]),
    ...instructions.map(({ value, from: origin }) => ['Instructions, told to a language model', `${count(value.length, 'character')}`, from(origin)]),
    ...(focus.length === 0 ? [] : [['What comes first', `${listOf(focus.slice(0, 5).map(inlineCode), focus.length)}: ${count(plan.index.focused.size, 'file')}`, '']]),
    ...told.map((one) => ['Page that must exist', one.link, from(one.from)]),
  ]
  if (rows.length === 0) return
  page.heading(2, 'What was asked for')
  page.table(['Wish', 'As', 'Asked by'], rows)
}

/** Limits of the method, those with a figure first. */
function writeUnknown({ plan, page }: Context, { explained }: WikiFigures): void {
  const modules = plan.modulePages.filter(({ kind }) => kind === 'module').map(({ slug }) => plan.purposes.get(slug))
  const composed = modules.filter((purpose) => purpose?.source === undefined).length
  const items: string[] = []
  if (composed > 0)
    items.push(`What ${figure(composed)} of ${count(modules.length, 'module')} ${composed === 1 ? 'is' : 'are'} for: nobody wrote it where it was looked for (package and file comments, READMEs, manifests), so ${composed === 1 ? 'its page begins' : 'their pages begin'} with what ${composed === 1 ? 'it defines' : 'they define'}.`)
  if (explained > 0) items.push(`Whether the prose of ${count(explained, 'page')} is right: a language model wrote it. Its citations exist and have to do with what is named; that they bear out each sentence was not checked.`)
  items.push(
    'What happens when the code runs: it was read, not executed. Calls through reflection, registries, callbacks without a written type, or names that are put together at run time are missing.',
    'Whether the authors’ comments and README are right: they are quoted, not tested.',
    'How good, fast or safe the code is: nothing here judges it.',
  )
  page.heading(2, 'What it cannot know')
  page.list(items)
}
