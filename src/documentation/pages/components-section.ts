import { firstSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { isPublic } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { firstDefinition } from '../plan/first-definition.js'
import { countMembers } from '../plan/member-groups.js'
import type { RankedComponent } from '../plan/rank.js'
import { compareText, count, figure } from '../prose.js'
import { writeComponent } from './component-section.js'
import { writeFurtherMembers } from './members-table.js'
import { citeComponent, componentLink, type PageContext } from './page-context.js'
import { wordOfKind } from '../plan/word-of-kind.js'

/** Rows with a sentence each; what is beyond is named per file, so that every public component stands on a page. */
const maxRows = 8
const maxStrayRows = 5
const maxInternals = 5

/** The public surface first: sections for the main ones, a table for the rest, then a look inside. */
export function writeComponents(context: PageContext): void {
  const { plan, planned, page } = context
  const detailed = planned.components.filter(({ component }) => plan.anchors.has(component.id))
  if (detailed.length > 0) {
    page.heading(2, sectionHeadings.components)
    page.paragraph(referenceLinks(context))
    for (const ranked of detailed) writeComponent(context, ranked)
  }
  const rest = planned.components.filter(({ component }) => !plan.anchors.has(component.id))
  writeMore(
    context,
    rest.filter(({ component }) => isPublic(plan.index, component)),
  )
  writeFurtherMembers(context)
  writeInternals(
    context,
    rest.filter(({ component }) => !isPublic(plan.index, component)),
  )
}

/** Where every public member stands, when that is a page of its own. */
function referenceLinks({ plan, planned }: PageContext): string {
  const pages = plan.references.get(planned.slug) ?? []
  const members = pages.reduce((sum, { groups }) => sum + countMembers(groups), 0)
  if (members === 0) return ''
  return `All ${count(members, 'public member')} with their signatures: ${pages.map(({ slug, label }) => `[${escapeText(label)}](${slug}.md)`).join(', ')}.`
}

function writeMore(context: PageContext, all: readonly RankedComponent[]): void {
  const isFirst = firstDefinition(context.planned.components)
  const named = oneOfEach(all)
  const rest = named.filter(({ component }) => isFirst(component))
  const again = named.filter(({ component }) => !isFirst(component))
  if (named.length === 0) return
  context.page.heading(2, sectionHeadings.more)
  const rows = rest
    .filter((ranked) => deservesRow(ranked))
    .slice(0, context.planned.holdsMuch || context.planned.kind === 'module' ? maxRows : maxStrayRows)
  writeRows(context, rows)
  writeNames(
    context,
    rest.filter((ranked) => !rows.includes(ranked)),
    rows.length > 0,
  )
  if (again.length === 0) return
  context.page.paragraph('Defined a second time in the same words, as for another build or platform:')
  writeNames(context, again, false)
}

/** Overloads share a name in their file; the documented or the first one stands for all. */
function oneOfEach(all: readonly RankedComponent[]): readonly RankedComponent[] {
  const byName = new Map<string, RankedComponent>()
  for (const ranked of all) {
    const key = `${ranked.component.path}#${ranked.component.qualifiedName}`
    const known = byName.get(key)
    if (known === undefined || (known.component.doc === undefined && ranked.component.doc !== undefined)) byName.set(key, ranked)
  }
  return [...byName.values()]
}

/** A constant without a comment that no other file uses is told by its name. */
function deservesRow({ component, reach }: RankedComponent): boolean {
  const isValue = component.kind === 'constant' || component.kind === 'macro' || component.kind === 'type'
  return component.doc !== undefined || reach.sourceFiles > 0 || !isValue
}

function writeInternals(context: PageContext, rest: readonly RankedComponent[]): void {
  if (!context.planned.holdsMuch && context.planned.kind === 'overview') return
  const told = rest.filter(
    ({ component, reach }) => component.doc !== undefined || reach.references > 0 || component.endLine - component.startLine > 8,
  )
  if (told.length === 0) return
  context.page.heading(2, sectionHeadings.internals)
  writeRows(context, told.slice(0, maxInternals))
  const left = rest.length - Math.min(told.length, maxInternals)
  if (left > 0) context.page.paragraph(`${count(left, 'more internal definition')} ${left === 1 ? 'is' : 'are'} not listed.`)
}

function writeRows(context: PageContext, rows: readonly RankedComponent[]): void {
  context.page.table(
    ['Name', 'Kind', 'What it is', 'Used in', 'Source'],
    rows.map(({ component, reach }) => [
      inlineCode(component.name),
      wordOfKind(component),
      firstSentence(component.doc, 110) ?? '',
      reach.sourceFiles === 0 ? '' : count(reach.sourceFiles, 'file'),
      citeComponent(context, component),
    ]),
  )
}

/** `src/a.ts: a, b, c`, every name a link to its lines. */
function writeNames(context: PageContext, rest: readonly RankedComponent[], followsRows: boolean): void {
  if (rest.length === 0) return
  const paths = [...new Set(rest.map(({ component }) => component.path))].sort(compareText)
  const rows = paths.map((path) => {
    const own = rest.filter(({ component }) => component.path === path).sort((a, b) => a.component.startLine - b.component.startLine)
    return `${context.page.linkFile(path)}: ${own.map(({ component }) => componentLink(context, component)).join(', ')}`
  })
  if (followsRows) context.page.paragraph(`${figure(rest.length)} more, by file:`)
  context.page.list(rows)
}
