import type { Component, Reference } from '../../../analysis/code-map.js'
import type { OutsideKind } from '../../../analysis/outside/outside-use.js'
import { outermost, type CodeIndex } from '../../plan/code-index.js'
import { wordsOfName } from '../../plan/words-of-name.js'
import { compareText } from '../../prose.js'
import type { WikiPlan } from '../../wiki-plan.js'
import { outsidePlaces, type OutsidePlace } from '../outside-places.js'
import type { Entrance } from './entrances.js'

export type EndKind = 'database' | 'network' | 'messages' | 'processes' | 'files'

export const endKinds: readonly EndKind[] = ['database', 'network', 'messages', 'processes', 'files']

const ends: Partial<Record<OutsideKind, EndKind>> = { database: 'database', sql: 'database', network: 'network', sending: 'messages', process: 'processes', file: 'files' }

export const endOf = (kind: OutsideKind): EndKind | undefined => ends[kind]

export interface WayStep {
  readonly from: string
  readonly to: Component
  readonly kind: Reference['kind']
  /** In the file of `from`. */
  readonly line: number
}

/** From where data comes in to where it leaves, by calls that the code makes. */
export interface Way {
  readonly entrance: Entrance
  readonly steps: readonly WayStep[]
  readonly end: EndKind
  readonly use: OutsidePlace
}

/** More steps are no longer followed by a reader. */
const maxSteps = 6
/** What so many call is a tool of all, and leads everywhere. */
const maxCallers = 25

/** The shortest way of every entrance to every kind of end; linear in the calls, for each kind once. */
export function findWays(plan: WikiPlan, entrances: readonly Entrance[]): readonly Way[] {
  return endKinds.flatMap((end) => {
    const uses = new Map<string, OutsidePlace>()
    for (const place of outsidePlaces(plan)) if (endOf(place.kind) === end && !uses.has(place.from) && !isTelling(plan.index, place.component)) uses.set(place.from, place)
    const next = uses.size === 0 ? new Map<string, Hop>() : hopsTo(plan.index, uses)
    return entrances.flatMap((entrance) => wayOf(plan.index, entrance, end, { uses, next }) ?? [])
  })
}

interface Hop {
  readonly step: WayStep | undefined
  readonly distance: number
}

/** From each definition the first call of the shortest way to one that does it. */
function hopsTo(index: CodeIndex, uses: ReadonlyMap<string, OutsidePlace>): ReadonlyMap<string, Hop> {
  const hops = new Map<string, Hop>([...uses.keys()].map((node) => [node, { step: undefined, distance: 0 }]))
  let nodes: readonly string[] = [...uses.keys()].sort(compareText)
  for (let distance = 1; distance <= maxSteps && nodes.length > 0; distance += 1) {
    const further: string[] = []
    for (const node of nodes) {
      for (const step of callsOf(index, node)) {
        if (hops.has(step.from)) continue
        hops.set(step.from, { step, distance })
        further.push(step.from)
      }
    }
    nodes = further.sort(compareText)
  }
  return hops
}

/** Calls of it, and, where it makes an object, of its type. */
function callsOf(index: CodeIndex, node: string): readonly WayStep[] {
  const component = index.components.get(node)
  if (component === undefined || isTelling(index, component)) return []
  const owner = isMaker(component) && component.parent !== undefined ? index.components.get(component.parent) : undefined
  const calls = [component, ...(owner === undefined ? [] : [owner])].flatMap((to) =>
    (index.incoming.get(to.id) ?? []).flatMap(({ from, kind, lines }) => ((kind === 'call' || kind === 'new') && from !== node && from !== owner?.id ? [{ from, to, kind, line: lines[0] ?? 1 }] : [])),
  )
  return new Set(calls.map(({ from }) => from)).size > maxCallers ? [] : calls
}

function isMaker({ name, kind }: Component): boolean {
  return kind === 'method' && /^(?:__init__|__new__|constructor|initialize|__construct|init)$/.test(name)
}

const telling = new Set(['log', 'logger', 'logging', 'debug', 'warn', 'warning', 'assert', 'panic', 'trace', 'abort'])
/** A log that is data: of a database, of changes. */
const kept = new Set(['append', 'add', 'read', 'write', 'replay', 'load', 'save', 'rotate', 'clear', 'get'])

/** What reports is called from everywhere, and carries no data of the product's. */
function isTelling(index: CodeIndex, component: Component | undefined): boolean {
  if (component === undefined) return false
  const names = [component.name, outermost(index, component).name]
  return names.some((name) => {
    const words = wordsOfName(name)
    return telling.has(words[0] ?? '') || telling.has(words.at(-1) ?? '') || (words.includes('log') && !words.some((word) => kept.has(word)))
  })
}

interface Reached {
  readonly uses: ReadonlyMap<string, OutsidePlace>
  readonly next: ReadonlyMap<string, Hop>
}

function wayOf(index: CodeIndex, entrance: Entrance, end: EndKind, { uses, next }: Reached): Way | undefined {
  const steps: WayStep[] = []
  const first = entrance.within === undefined ? next.get(entrance.node)?.step : firstWithin(index, entrance, next)
  for (let step = first; step !== undefined && steps.length < maxSteps; step = next.get(step.to.id)?.step ?? throughMaker(index, step.to, next)) steps.push(step)
  const last = steps.at(-1)?.to
  const use = last === undefined ? undefined : (uses.get(last.id) ?? makersOf(index, last).map(({ id }) => uses.get(id)).find((one) => one !== undefined))
  return use === undefined ? undefined : { entrance, steps, end, use }
}

/** The call within these lines that is nearest to an end. */
function firstWithin(index: CodeIndex, { node, within }: Entrance, next: ReadonlyMap<string, Hop>): WayStep | undefined {
  const calls = (index.outgoing.get(node) ?? []).flatMap(({ to, kind, lines }) => {
    const line = lines.find((one) => within !== undefined && one >= within.startLine && one <= within.endLine)
    const target = index.components.get(to)
    const distance = next.get(to)?.distance
    return line === undefined || target === undefined || distance === undefined || (kind !== 'call' && kind !== 'new') ? [] : [{ step: { from: node, to: target, kind, line }, distance }]
  })
  return calls.sort((a, b) => a.distance - b.distance || a.step.line - b.step.line)[0]?.step
}

const makersOf = (index: CodeIndex, type: Component): readonly Component[] => (index.members.get(type.id) ?? []).filter(isMaker)

/** What is made goes on in what makes it. */
function throughMaker(index: CodeIndex, type: Component, next: ReadonlyMap<string, Hop>): WayStep | undefined {
  return makersOf(index, type).map(({ id }) => next.get(id)?.step).find((step) => step !== undefined)
}
