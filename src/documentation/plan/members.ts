import type { Component } from '../../analysis/code-map.js'
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

const maxTold = 7

/** The members people use, in source order: those that a component's section tells in a table. */
export function toldMembers(index: CodeIndex, component: Component): readonly Component[] {
  const uses = usesByName(index, component)
  const weight = (member: Component) =>
    (uses.get(member.name) ?? 0) + (member.doc === undefined ? 0 : 3) + (member.kind === 'field' ? 0 : 1) - (isExpected(member) ? 50 : 0)
  return [...membersOf(index, component)]
    .sort((a, b) => weight(b) - weight(a) || a.startLine - b.startLine)
    .slice(0, maxTold)
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
