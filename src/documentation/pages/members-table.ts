import type { Component } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { inlineCode } from '../markdown/escape.js'
import type { CodeIndex } from '../plan/code-index.js'
import { figure, listOf } from '../prose.js'
import { rangeOf, type PageContext } from './page-context.js'

const maxRows = 7
const maxNames = 8

/** What every type has says nothing about this one. */
const expected = /^(?:constructor|__init__|__repr__|__str__|__eq__|__hash__|__new__|toString|hashCode|equals|String)$/

/** The members people use, in source order, then the names of the others. */
export function writeMembers(context: PageContext, component: Component): void {
  const { plan, page } = context
  const all = membersOf(plan.index, component)
  const uses = usesByName(plan.index, component)
  const weight = (member: Component) =>
    (uses.get(member.name) ?? 0) + (member.doc === undefined ? 0 : 3) + (member.kind === 'field' ? 0 : 1) - (isExpected(member) ? 50 : 0)
  const told = [...all].sort((a, b) => weight(b) - weight(a) || a.startLine - b.startLine).slice(0, maxRows)
  page.table(
    ['Member', 'Kind', 'What it does', 'Source'],
    told
      .sort((a, b) => a.startLine - b.startLine)
      .map((member) => [inlineCode(member.name), member.kind, firstSentence(member.doc, 110) ?? '', lineLink(context, member)]),
  )
  const left = all.filter((member) => !told.includes(member) && !isExpected(member))
  const names = left.slice(0, maxNames).map((member) => page.link(inlineCode(member.name), rangeOf(member)))
  if (left.length > 0) page.paragraph(`And ${listOf(names, left.length)}.`)
}

/** Public members; of overloads and of accessors with one name, the documented or the last. All members of an internal component. */
export function membersOf(index: CodeIndex, component: Component): readonly Component[] {
  const byName = new Map<string, Component>()
  for (const member of contentsOf(index, component)) {
    if (member.visibility !== 'public' && component.visibility === 'public') continue
    const known = byName.get(member.name)
    if (known === undefined || known.doc === undefined || member.doc !== undefined) byName.set(member.name, member)
  }
  return [...byName.values()].sort((a, b) => a.startLine - b.startLine)
}

/** `typedef struct client { … } client` is one thing: the inner definition's members are its own. */
function contentsOf(index: CodeIndex, component: Component): readonly Component[] {
  return (index.members.get(component.id) ?? []).flatMap((member) =>
    member.name === component.name && member.kind === 'struct' ? (index.members.get(member.id) ?? []) : [member],
  )
}

export function isExpected(member: Component): boolean {
  return expected.test(member.name)
}

/** Overloads are one member to a reader: their uses add up. */
function usesByName(index: CodeIndex, component: Component): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  for (const member of contentsOf(index, component)) {
    const count = (index.incoming.get(member.id) ?? []).reduce((sum, one) => sum + one.count, 0)
    uses.set(member.name, (uses.get(member.name) ?? 0) + count)
  }
  return uses
}

/** Members stand in their owner's file: the lines are enough. */
function lineLink({ page }: PageContext, member: Component): string {
  const lines =
    member.startLine === member.endLine ? `line ${figure(member.startLine)}` : `lines ${figure(member.startLine)}–${figure(member.endLine)}`
  return page.link(lines, rangeOf(member))
}
