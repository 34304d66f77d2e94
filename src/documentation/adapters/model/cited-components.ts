import type { Component } from '../../../analysis/code-map.js'
import { componentsBelow } from './components-below.js'
import { flowThrough } from './parts-facts.js'
import { isPublic } from '../../plan/code-index.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'

/** A component that the model may cite, by its id in the prompt. */
export interface CitedComponent {
  /** `S1`, `S2`, … in the order of the sheet. */
  readonly id: string
  readonly component: Component
  /** The module it belongs to, when that is not the page's own. */
  readonly slug: string | undefined
  /** It stands below the component before it that is no member. */
  readonly isMember: boolean
}

const maxOwn = 60
const maxWithMembers = 10
const maxMembers = 6
const maxPerChild = 3
const maxOfChildren = 24
/** Of a module whose source is read in parts. */
const maxInParts = 400

/** The page's own components with the methods of the main ones, then the main ones of each sub-module and those on the way of its key flow; with `all`, every own component. */
export function citedComponents(plan: WikiPlan, planned: PlannedModule, { all }: { readonly all: boolean }): readonly CitedComponent[] {
  const own = planned.components.slice(0, all ? maxInParts : maxOwn).flatMap(({ component }, at) => [
    { component, slug: undefined, isMember: false },
    ...(at < maxWithMembers ? membersOf(plan, component) : []),
  ])
  const below = planned.module.children
    .flatMap(({ id: slug }) => componentsBelow(plan, slug).slice(0, maxPerChild).map(({ component }) => ({ component, slug, isMember: false })))
    .slice(0, maxOfChildren)
  const told = new Set([...own, ...below].map(({ component }) => component.id))
  const onTheWay = planned.module.children.length === 0 ? [] : onFlow(plan, planned.slug).filter(({ id }) => !told.has(id))
  const flow = onTheWay.map((component) => ({ component, slug: plan.graph.moduleOfFile.get(component.path) ?? planned.slug, isMember: false }))
  return [...own, ...below, ...flow].map((one, at) => ({ id: `S${at + 1}`, ...one }))
}

/** Each once, in the order of the calls. */
function onFlow(plan: WikiPlan, slug: string): readonly Component[] {
  return [...new Map((flowThrough(plan, slug)?.steps ?? []).flatMap(({ from, to }) => [from, to]).map((component) => [component.id, component])).values()]
}

function membersOf({ index }: WikiPlan, component: Component): Omit<CitedComponent, 'id'>[] {
  const behaviour = (index.members.get(component.id) ?? []).filter(({ kind }) => kind === 'method' || kind === 'function')
  const seen = new Set<string>()
  const open = behaviour.filter((member) => isPublic(index, member) && !seen.has(member.qualifiedName) && seen.add(member.qualifiedName))
  return open.slice(0, maxMembers).map((member) => ({ component: member, slug: undefined, isMember: true }))
}
