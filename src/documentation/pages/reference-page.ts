import { writtenName } from '../../analysis/written-name.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { count } from '../prose.js'
import { docOf } from '../plan/members.js'
import type { PlannedReference, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
import { memberLink, namedLines } from './members-table.js'
import { citeComponent, closePage, moduleLink, moduleTitle, openPage, rangeOf, type PageContext } from './page-context.js'
import { memberSignature } from './signature.js'
import { wordOfKind } from '../plan/word-of-kind.js'

/** Every public member of a module's types, one line each: to look things up, not to read. */
export function writeReferencePage(plan: WikiPlan, planned: PlannedReference): WikiPage {
  const context = openPage(plan, planned)
  const { page } = context
  page.heading(1, escapeText(planned.title))
  page.paragraph(lead(context))
  for (const group of planned.groups) writeGroup(context, group)
  if (planned.internal.length > 0) {
    page.heading(2, sectionHeadings.internalMembers)
    page.list(planned.internal.map(({ owner, members }) => `${inlineCode(writtenName(owner))}: ${members.map((member) => memberLink(context, member)).join(', ')}`))
  }
  return closePage(context)
}

function lead(context: PageContext<PlannedReference>): string {
  const { plan, planned } = context
  const members = planned.groups.reduce((sum, { members: own }) => sum + own.length, 0)
  const others = (plan.references.get(planned.parent) ?? [])
    .filter(({ slug }) => slug !== planned.slug)
    .map(({ slug, label }) => `[${escapeText(label.replace(/^API, /, ''))}](${slug}.md)`)
  const beside = others.length === 0 ? '' : ` Beside this page: ${others.join(', ')}.`
  return `${count(members, 'public member')} of ${count(planned.groups.length, 'definition')} in ${moduleLink(context, planned.parent)}, with their signatures.${beside}`
}

function writeGroup(context: PageContext<PlannedReference>, { owner, members, heading }: PlannedReference['groups'][number]): void {
  const { plan, page } = context
  page.heading(2, `${inlineCode(heading.heading.name)} ${escapeText(heading.heading.suffix)}`.trim())
  const told = plan.anchors.get(owner.id)
  const said = told === undefined ? (firstSentence(owner.doc, 200) ?? '') : `more in [${escapeText(moduleTitle(plan, told.slug))}](${told.slug}.md#${told.anchor})`
  page.paragraph([wordOfKind(owner), citeComponent(context, owner), said].filter((part) => part !== '').join(' · '))
  page.table(
    ['Member', 'What it does', 'Lines'],
    members.map((member) => [inlineCode(memberSignature(member)), firstSentence(docOf(plan.index, owner, member), 160) ?? '', page.link(namedLines(member, owner.path), rangeOf(member))]),
  )
}
