import type { Component, LineRange } from '../../../analysis/code-map.js'
import { writtenName } from '../../../analysis/written-name.js'
import { entryLabel } from '../../pages/guide-sections.js'
import { isPublic, isSource } from '../../plan/code-index.js'
import { rankedOffers } from '../../plan/ranked-offers.js'
import { compareText } from '../../prose.js'
import type { WikiPlan } from '../../wiki-plan.js'
import { isProductPath } from '../is-aside.js'
import { routeHandler } from '../interfaces/route-handler.js'
import { placesOf } from '../outside-places.js'

export type EntranceKind = 'route' | 'command' | 'message' | 'program' | 'library' | 'open'

/** Where data comes in, and the definition with which the code begins to work on it. */
export interface Entrance {
  readonly kind: EntranceKind
  /** `GET /jobs/:id`, `Queue.add`. */
  readonly label: string
  /** Component id, or a file path where the code stands outside of definitions. */
  readonly node: string
  readonly component: Component | undefined
  readonly place: LineRange & { readonly path: string }
  /** A function without a name is all that answers: only what stands in these lines is its. */
  readonly within: LineRange | undefined
}

/** In the order of kinds; of what a library offers, what people come for first. */
export function entrancesOf(plan: WikiPlan): readonly Entrance[] {
  const seen = new Set<string>()
  const own = (all: readonly Entrance[]) =>
    all.filter(({ kind, label, node, place }) => {
      const key = `${kind} ${label} ${node} ${kind === 'route' ? place.startLine : ''}`
      return isProductPath(place.path) && !seen.has(key) && seen.add(key)
    })
  const asked = own([...routes(plan), ...commands(plan), ...messages(plan)])
  const started = own(programs(plan))
  const offered = plan.code.offers.length > 0 ? offers(plan) : asked.length === 0 ? open(plan) : []
  return [...asked, ...started, ...own(offered)]
}

function routes(plan: WikiPlan): Entrance[] {
  return plan.code.surroundings.routes.map((route) => {
    const handler = routeHandler(plan, route)
    const around = handler ?? componentAt(plan, route.file, route)
    const within = handler !== undefined || around?.startLine === route.startLine ? undefined : route
    return { kind: 'route', label: `${route.method} ${route.path === '' ? "''" : route.path}`, node: around?.id ?? route.file, component: handler, place: { path: route.file, startLine: route.startLine, endLine: route.startLine }, within }
  })
}

function commands(plan: WikiPlan): Entrance[] {
  return plan.code.surroundings.commands.flatMap((command): Entrance[] => {
    if (command.kind !== 'command') return []
    const around = componentAt(plan, command.file, command)
    // Declared in the middle of a function that sets them all up: what runs is told elsewhere.
    const isItself = around !== undefined && around.kind !== 'class' && Math.abs(around.startLine - command.startLine) <= 2
    return [{ kind: 'command', label: command.name, node: isItself ? around.id : command.file, component: isItself ? around : undefined, place: { path: command.file, startLine: command.startLine, endLine: command.endLine }, within: isItself ? undefined : command }]
  })
}

const consuming = new Set(['consuming'] as const)

function messages(plan: WikiPlan): Entrance[] {
  return placesOf(plan, consuming).map(({ from, component, path, lines, symbol }) => {
    const line = lines[0] ?? 1
    return { kind: 'message', label: component === undefined ? symbol : writtenName(component), node: from, component, place: { path, startLine: line, endLine: line }, within: undefined }
  })
}

function programs({ code, index }: WikiPlan): Entrance[] {
  return code.project.entryPoints.flatMap(({ value, path, startLine, endLine }): Entrance[] => {
    if (value.kind === 'library') return []
    const component = value.component === undefined ? undefined : index.components.get(value.component)
    const node = component?.id ?? path
    return [{ kind: 'program', label: entryLabel({ value, path }), node, component, place: component ?? { path, startLine, endLine }, within: undefined }]
  })
}

/** Functions, and public methods of types. */
function offers(plan: WikiPlan): Entrance[] {
  const { index } = plan
  return rankedOffers(plan).flatMap(({ component }): Entrance[] => [component, ...(index.members.get(component.id) ?? [])].flatMap((one) => (isCallable(one) && isPublic(index, one) ? [offered('library', one)] : [])))
}

/** Public functions that no code of the product calls are there for others: the most telling modules first. */
function open(plan: WikiPlan): Entrance[] {
  const { index } = plan
  const callers = (one: Component) => (index.incoming.get(one.id) ?? []).filter(({ from, kind }) => kind !== 'type' && from !== one.id && isSource(index, index.components.get(from)?.path ?? from))
  return plan.modulePages
    .flatMap(({ components }) => components.map(({ component }) => component))
    .flatMap((top) => [top, ...(index.members.get(top.id) ?? [])])
    .filter((one) => isCallable(one) && isSource(index, one.path) && isPublic(index, one) && !isMaker(one) && callers(one).length === 0)
    .map((one) => offered('open', one))
}

/** What makes an object is called by making it. */
const isMaker = ({ name }: Component): boolean => /^(?:__\w+__|constructor|initialize|__construct|init)$/.test(name)

function offered(kind: 'library' | 'open', component: Component): Entrance {
  return { kind, label: writtenName(component), node: component.id, component, place: component, within: undefined }
}

const isCallable = ({ kind }: Component): boolean => kind === 'function' || kind === 'method'

/** The innermost definition around the lines. */
function componentAt({ index }: WikiPlan, path: string, { startLine }: LineRange): Component | undefined {
  const holds = (one: Component) => one.startLine <= startLine && startLine <= one.endLine
  let found: Component | undefined
  for (let inside = index.topLevel.get(path) ?? []; ; inside = index.members.get(found.id) ?? []) {
    const next: Component | undefined = inside.filter(holds).sort((a, b) => b.startLine - a.startLine || compareText(a.id, b.id))[0]
    if (next === undefined) return found
    found = next
  }
}
