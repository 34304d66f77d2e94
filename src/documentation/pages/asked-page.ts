import type { SourceFile } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { group } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { count, figure, sentence } from '../prose.js'
import type { PlannedAsked, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
import { writeTestsOf } from './evidence-sections.js'
import { citeComponent, closePage, componentLink, moduleLink, openPage, type ExplainPage, type PageContext } from './page-context.js'
import { wordOfKind } from '../plan/word-of-kind.js'

const maxModules = 8
const maxFiles = 12

type Context = PageContext<PlannedAsked>

/** A page that somebody asked for: their own words for what it is about, then what the code has of it. */
export function writeAskedPage(plan: WikiPlan, planned: PlannedAsked, explain?: ExplainPage): WikiPage {
  const context = openPage(plan, planned)
  writeAskedLead(context)
  explain?.(context)
  writeBelow(context)
  writeModules(context)
  writeMainComponents(context)
  writeTestsOf(context, planned.files)
  writeMatchedFiles(context)
  return closePage(context)
}

function writeAskedLead({ plan, planned, page }: Context): void {
  const { asked, from } = planned
  page.heading(1, escapeText(planned.title).trim() || planned.slug)
  page.quote(`${sentence(escapeText(asked.purpose))} — ${from === 'job' ? 'asked for with the job' : `asked for in ${page.linkFile(from)}`}`)
  const how = asked.focus.length > 0 ? `match ${asked.focus.slice(0, 5).map((glob) => inlineCode(glob)).join(', ')}${asked.focus.length > 5 ? ' and others' : ''}` : 'are found by the words of its title and purpose'
  const { length } = planned.files
  page.paragraph(
    length === 0
      ? `No files of ${escapeText(plan.title)} ${how}, so the code alone has nothing to show here.`
      : `${count(length, 'file')} ${asked.focus.length > 0 && length === 1 ? how.replace('match', 'matches') : length === 1 ? how.replace('are', 'is') : how}.`,
  )
}

function writeBelow({ plan, planned, page }: Context): void {
  const below = plan.pages.filter(({ parent }) => parent === planned.slug)
  if (below.length > 0) page.paragraph(`Below it: ${below.map(({ slug, title }) => `[${escapeText(title)}](${slug}.md)`).join(', ')}.`)
}

function writeModules(context: Context): void {
  const { plan, planned, page } = context
  const byModule = [...group(planned.files, (path) => [plan.graph.moduleOfFile.get(path) ?? ''])].filter(([slug]) => slug !== '').sort(([, a], [, b]) => b.length - a.length)
  if (byModule.length === 0) return
  page.heading(2, sectionHeadings.modules)
  page.table(
    ['Module', 'Responsibility', 'Files of it'],
    byModule.slice(0, maxModules).map(([slug, files]) => [moduleLink(context, slug), plan.purposes.get(slug)?.markdown ?? '', figure(files.length)]),
  )
  if (byModule.length > maxModules) page.paragraph(`${count(byModule.length - maxModules, 'more module')} ${byModule.length === maxModules + 1 ? 'has' : 'have'} some of the files.`)
}

function writeMainComponents(context: Context): void {
  const { planned, page } = context
  if (planned.components.length === 0) return
  page.heading(2, sectionHeadings.components)
  page.table(
    ['Name', 'Kind', 'What it is', 'Used in', 'Source'],
    planned.components.map(({ component, reach }) => [
      componentLink(context, component),
      wordOfKind(component),
      firstSentence(component.doc, 160) ?? '',
      reach.sourceFiles === 0 ? '' : count(reach.sourceFiles, 'file'),
      citeComponent(context, component),
    ]),
  )
}

function writeMatchedFiles({ plan, planned, page }: Context): void {
  const files = planned.files.map((path) => plan.index.files.get(path)).filter((file): file is SourceFile => file !== undefined)
  if (files.length === 0) return
  const told = [...files].sort((a, b) => b.lines - a.lines).slice(0, maxFiles)
  page.heading(2, sectionHeadings.files)
  page.table(
    ['File', 'Lines', 'Holds'],
    files.filter((file) => told.includes(file)).map((file) => [page.linkFile(file.path), figure(file.lines), firstSentence(file.doc, 110) ?? '']),
  )
  if (files.length > told.length) page.paragraph(`${count(files.length - told.length, 'smaller file')} ${files.length === told.length + 1 ? 'is' : 'are'} not listed.`)
}
