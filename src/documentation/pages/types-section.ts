import type { Component } from '../../analysis/code-map.js'
import { writeClassDiagram, type ClassBox, type ClassRelation } from '../mermaid/class-diagram.js'
import { outermost, withMembers, type CodeIndex } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { isExpected, membersOf } from '../plan/members.js'
import { compareText, count } from '../prose.js'
import type { PageContext } from './page-context.js'
import { wordOfKind } from '../plan/word-of-kind.js'

const maxBoxes = 8
const maxMembers = 5
const maxUses = 10

/** The module's main types, what they inherit and which of each other they use. Left out when nothing relates them. */
export function writeTypes({ plan, planned, page }: PageContext): void {
  const types = planned.components.map(({ component }) => component).filter((component) => isType(component, plan.index))
  const chosen = withBases(types.slice(0, maxBoxes - 1), plan.index).slice(0, maxBoxes)
  const relations = relate(chosen, plan.index)
  const related = new Set(relations.flatMap((relation) => [relation.from, relation.to]))
  const boxes = chosen.filter((component) => related.has(component.id))
  if (boxes.length < 2) return
  page.heading(2, sectionHeadings.types)
  page.diagram(writeClassDiagram({ boxes: boxes.map((component) => boxOf(component, plan.index)), relations }))
  if (types.length > boxes.length)
    page.paragraph(
      `${boxes.length} of ${count(types.length, 'type')} in this module that relate to each other; types and members are a selection.`,
    )
}

/** A `type` with fields of its own is a struct by another name (C's `typedef struct`). */
function isType(component: Component, index: CodeIndex): boolean {
  if (component.kind === 'type') return (index.members.get(component.id)?.length ?? 0) > 0
  return component.kind === 'class' || component.kind === 'interface' || component.kind === 'struct' || component.kind === 'enum'
}

/** A base from another module belongs in the picture when its heirs are there. */
function withBases(types: readonly Component[], index: CodeIndex): readonly Component[] {
  const bases = types.flatMap((type) =>
    (index.outgoing.get(type.id) ?? []).filter((one) => one.kind === 'extends').map((one) => index.components.get(one.to)),
  )
  return [
    ...new Set([
      ...types,
      ...bases.filter((base): base is Component => base !== undefined && isType(base, index) && base.parent === undefined),
    ]),
  ]
}

function relate(types: readonly Component[], index: CodeIndex): ClassRelation[] {
  const ids = new Set(types.map((type) => type.id))
  const found: ClassRelation[] = []
  const uses = new Map<string, { from: string; to: string; count: number }>()
  for (const type of types) {
    for (const reference of withMembers(index, type).flatMap((one) => index.outgoing.get(one.id) ?? [])) {
      const target = index.components.get(reference.to)
      const to = target === undefined ? undefined : outermost(index, target).id
      if (to === undefined || to === type.id || !ids.has(to)) continue
      if ((reference.kind === 'extends' || reference.kind === 'implements') && reference.from === type.id) {
        if (!found.some((one) => one.from === type.id && one.to === to)) found.push({ from: type.id, to, kind: reference.kind })
      } else {
        const key = `${type.id}\n${to}`
        uses.set(key, { from: type.id, to, count: (uses.get(key)?.count ?? 0) + reference.count })
      }
    }
  }
  const inherited = new Set(found.map((one) => `${one.from}\n${one.to}`))
  const strongest = [...uses]
    .filter(([key]) => !inherited.has(key))
    .sort((a, b) => b[1].count - a[1].count || compareText(a[0], b[0]))
    .slice(0, maxUses)
  return [...found, ...strongest.map(([, { from, to }]): ClassRelation => ({ from, to, kind: 'uses' }))]
}

function boxOf(component: Component, index: CodeIndex): ClassBox {
  const members = membersOf(index, component).filter(
    (member) => !isExpected(member) && (member.kind === 'method' || member.kind === 'function' || member.kind === 'field'),
  )
  const used = (member: Component) => (index.incoming.get(member.id) ?? []).reduce((sum, one) => sum + one.count, 0)
  const told = [...members].sort((a, b) => used(b) - used(a) || a.startLine - b.startLine).slice(0, maxMembers)
  return {
    key: component.id,
    name: component.name,
    stereotype:
      component.kind === 'interface'
        ? wordOfKind(component)
        : component.kind === 'enum'
          ? 'enumeration'
          : component.kind === 'struct'
            ? 'struct'
            : undefined,
    members: told.sort((a, b) => a.startLine - b.startLine).map((member) => ({ name: member.name, callable: member.kind !== 'field' })),
  }
}
