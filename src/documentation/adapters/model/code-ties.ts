import type { Component, Reference } from '../../../analysis/code-map.js'
import { fileOfReference, withMembers, type CodeIndex } from '../../plan/code-index.js'
import { chainOf } from '../../plan/module-graph.js'
import { remember } from '../../plan/remember.js'
import type { WikiPlan } from '../../wiki-plan.js'

/** One end of an arrow: a component with what it holds, or a module with those below it. */
export type TieEnd = { readonly component: Component } | { readonly slug: string }

/** `calls`: a function is called or an object made; `uses`: any other reference, or an import. Undefined: nothing of that direction. */
export type Tie = 'calls' | 'uses' | undefined

/** References and imports from one end to the other, as the code has them. */
export function tieBetween(plan: WikiPlan, from: TieEnd, to: TieEnd): Tie {
  const references = referencesBetween(plan, from, to)
  if (references.some(({ kind }) => kind === 'call' || kind === 'new')) return 'calls'
  return references.length > 0 || imports(plan, from, to) ? 'uses' : undefined
}

/** Whether one is within the other, or there is a reference between them in either direction. */
export function isTied(plan: WikiPlan, a: Component, b: Component): boolean {
  const { index } = plan
  if (idsWithin(index, a).has(b.id) || idsWithin(index, b).has(a.id)) return true
  return referencesBetween(plan, { component: a }, { component: b }).length > 0 || referencesBetween(plan, { component: b }, { component: a }).length > 0
}

/** Precise ones only. Of two modules, those of the files in one to what the other defines. */
function referencesBetween(plan: WikiPlan, from: TieEnd, to: TieEnd): readonly Reference[] {
  const { index } = plan
  if ('component' in from) {
    const starts = withMembers(index, from.component).flatMap(({ id }) => index.outgoing.get(id) ?? [])
    return starts.filter((reference) => holdsComponent(plan, to, index.components.get(reference.to)))
  }
  if ('component' in to) {
    const ends = withMembers(index, to.component).flatMap(({ id }) => index.incoming.get(id) ?? [])
    return ends.filter((reference) => isBelow(plan, from.slug, fileOfReference(index, reference)))
  }
  return outgoingOf(plan, from.slug).filter((reference) => holdsComponent(plan, to, index.components.get(reference.to)))
}

/** What leaves a module. */
const outgoingOf = remember((plan: WikiPlan, slug: string): readonly Reference[] =>
  [...plan.index.outgoing.values()].flat().filter((reference) => isBelow(plan, slug, fileOfReference(plan.index, reference))),
)

function imports(plan: WikiPlan, from: TieEnd, to: TieEnd): boolean {
  if ('component' in from && 'component' in to) return false
  const isFrom = (path: string) => ('component' in from ? from.component.path === path : isBelow(plan, from.slug, path))
  const isTo = (path: string) => ('component' in to ? to.component.path === path : isBelow(plan, to.slug, path))
  return plan.code.imports.some((one) => isFrom(one.from) && one.targets.some(isTo))
}

function holdsComponent(plan: WikiPlan, end: TieEnd, component: Component | undefined): boolean {
  if (component === undefined) return false
  return 'component' in end ? idsWithin(plan.index, end.component).has(component.id) : isBelow(plan, end.slug, component.path)
}

/** The module of the file, or one above that, is this one. */
function isBelow(plan: WikiPlan, slug: string, path: string): boolean {
  const module = plan.graph.moduleOfFile.get(path)
  return module !== undefined && chainOf(plan.graph, module).includes(slug)
}

const idsWithin = remember((index: CodeIndex, component: Component): ReadonlySet<string> => new Set(withMembers(index, component).map(({ id }) => id)))
