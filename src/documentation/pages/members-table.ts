import type { Component } from '../../analysis/code-map.js'
import { writtenName } from '../../analysis/written-name.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { countMembers, memberGroups, untoldGroups } from '../plan/member-groups.js'
import { docOf, isExpected, membersOf, toldMembers } from '../plan/members.js'
import { figure, listOf } from '../prose.js'
import type { PlannedPage } from '../wiki-plan.js'
import { rangeOf, type PageContext } from './page-context.js'
import { memberSignature } from './signature.js'
import { wordOfKind } from '../plan/word-of-kind.js'

/** A longer signature is for the page of all members, or for the source. */
const maxSignature = 72

/** What is called with how it is called, where that is short. */
function nameOf(member: Component): string {
  const signature = member.kind === 'method' || member.kind === 'function' ? memberSignature(member, Infinity) : member.name
  return signature.length <= maxSignature && signature.startsWith(`${member.name}(`) ? signature : member.name
}

/** Named beside the table where the module has a page for all of them. */
const maxNames = 8

/** The members people use, in source order, then the names of the others. */
export function writeMembers(context: PageContext, component: Component): void {
  const { plan, page } = context
  const told = toldMembers(plan.index, component)
  page.table(
    ['Member', 'Kind', 'What it does', 'Source'],
    told.map((member) => [inlineCode(nameOf(member)), wordOfKind(member), firstSentence(docOf(plan.index, component, member), 110) ?? '', lineLink(context, member, component.path)]),
  )
  const names = new Set(told.map(({ name }) => name))
  const left = membersOf(plan.index, component).filter(({ name }) => !names.has(name))
  const reference = referenceLink(context, component)
  if (reference === undefined) page.paragraph(left.length === 0 ? '' : `And ${listOf(left.map((member) => memberLink(context, member)))}.`)
  else writeSomeNames(context, left.filter((member) => !isExpected(member)), reference)
}

function writeSomeNames(context: PageContext, left: readonly Component[], reference: string): void {
  if (left.length === 0) return
  const names = left.slice(0, maxNames).map((member) => memberLink(context, member))
  const rest = left.length - names.length
  context.page.paragraph(`And ${rest === 0 ? listOf(names) : `${names.join(', ')} and [${figure(rest)} more](${reference})`}.`)
}

/** The address of the component's section on the page that names all of its members. */
function referenceLink({ plan, planned }: PageContext, component: Component): string | undefined {
  for (const { slug, groups } of plan.references.get(planned.slug) ?? []) {
    const found = groups.find(({ owner }) => owner.id === component.id)
    if (found !== undefined) return `${slug}.md#${found.heading.anchor}`
  }
  return plan.references.has(planned.slug) ? `${plan.references.get(planned.slug)?.at(-1)?.slug ?? planned.slug}.md` : undefined
}

/** Public members of what the page names without a section, when it has no page of their own. */
export function writeFurtherMembers(context: PageContext): void {
  const { plan, planned, page } = context
  if (plan.references.has(planned.slug)) return
  const groups = memberGroups(
    plan.index,
    planned.components.map(({ component }) => component),
  )
  const further = untoldGroups(plan.index, groups, ({ id }) => plan.anchors.has(id)).filter(({ owner }) => !plan.anchors.has(owner.id))
  if (countMembers(further) === 0) return
  page.heading(2, sectionHeadings.furtherMembers)
  page.list(further.map(({ owner, members }) => `${inlineCode(writtenName(owner))}: ${members.map((member) => memberLink(context, member)).join(', ')}`))
}

export function memberLink({ page }: PageContext<PlannedPage>, member: Component): string {
  return page.link(inlineCode(member.name), rangeOf(member))
}

function lineLink({ page }: PageContext, member: Component, ownerPath: string): string {
  const word = member.startLine === member.endLine ? 'line' : 'lines'
  return page.link(`${word} ${namedLines(member, ownerPath)}`, rangeOf(member))
}

/** Most members stand in their owner's file, where the lines are enough. */
export function namedLines({ path, startLine, endLine }: Component, ownerPath: string): string {
  const lines = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`
  return path === ownerPath ? lines : `${lines} of ${escapeText(path.split('/').at(-1) ?? path)}`
}
