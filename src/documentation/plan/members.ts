import type { Component } from '../../analysis/code-map.js'
import { isDeprecated } from '../doc-comments/first-sentence.js'
import type { CodeIndex } from './code-index.js'

/** What every type has says nothing about this one. */
const expected = /^(?:constructor|__init__|__repr__|__str__|__eq__|__hash__|__new__|toString|hashCode|equals|String)$/

export function isExpected(member: Component): boolean {
  return expected.test(member.name)
}

/** Public members; of overloads and of accessors with one name, the documented or the last. All members of an internal component. */
export function membersOf(index: CodeIndex, component: Component): readonly Component[] {
  return oneOfEachName(contentsOf(index, component).filter(({ visibility }) => visibility === 'public' || component.visibility !== 'public'))
}

/** What may be used of it from outside, even where it is internal itself: it may stand behind an interface. */
export function publicMembersOf(index: CodeIndex, component: Component): readonly Component[] {
  return oneOfEachName(contentsOf(index, component).filter(({ visibility }) => visibility === 'public'))
}

function oneOfEachName(members: readonly Component[]): readonly Component[] {
  const byName = new Map<string, Component>()
  for (const member of members) {
    const known = byName.get(member.name)
    if (known === undefined || known.doc === undefined || member.doc !== undefined) byName.set(member.name, member)
  }
  return [...byName.values()].sort((a, b) => a.startLine - b.startLine)
}

/** `typedef struct client { … } client` is one thing: the inner definition's members are its own. */
function contentsOf(index: CodeIndex, component: Component): readonly Component[] {
  return (index.members.get(component.id) ?? []).flatMap((member) =>
    isSameThing(component, member) ? (index.members.get(member.id) ?? []) : [member],
  )
}

export function isSameThing(component: Component, inner: Component): boolean {
  return inner.name === component.name && inner.kind === 'struct'
}

/** Python's protocols: what an object can be asked by an operator, not what people call. */
const protocol = /^__\w+__$/
const maxTold = 7
/** Of what holds nothing but constants: they are what it is for. */
const maxConstants = 40

/** What its author wrote, else what stands at the member of the same name in a type that its own implements or extends. */
export function docOf(index: CodeIndex, owner: Component, member: Component): string | undefined {
  if (member.doc !== undefined && !/^\s*\{?@inheritdoc\}?\s*$/i.test(member.doc)) return member.doc
  const seen = new Set([owner.id])
  for (const id of seen) {
    if (seen.size > 32) break
    const told = id === owner.id ? undefined : (index.members.get(id) ?? []).find(({ name, doc }) => name === member.name && doc !== undefined)?.doc
    if (told !== undefined) return told
    for (const { to, kind } of index.outgoing.get(id) ?? []) if (kind === 'implements' || kind === 'extends') seen.add(to)
  }
  return undefined
}

/** The members people use, in source order: those that a component's section tells in a table. */
export function toldMembers(index: CodeIndex, component: Component): readonly Component[] {
  const uses = usesByName(index, component)
  // Of two that nothing else tells apart, the one that does more.
  const weight = (member: Component) =>
    (uses.get(member.name) ?? 0) +
    (docOf(index, component, member) === undefined ? 0 : isDeprecated(member.doc) ? -3 : 3) +
    (member.kind === 'field' ? 0 : 1) +
    0.1 * Math.log2(1 + member.endLine - member.startLine) -
    (isExpected(member) ? 50 : protocol.test(member.name) ? 20 : 0)
  const members = membersOf(index, component)
  const most = members.every(({ kind }) => kind === 'constant') ? maxConstants : maxTold
  return members
    .map((member) => ({ member, weight: weight(member) }))
    .sort((a, b) => b.weight - a.weight || a.member.startLine - b.member.startLine)
    .slice(0, most)
    .map(({ member }) => member)
    .sort((a, b) => a.startLine - b.startLine)
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
