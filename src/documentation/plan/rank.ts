import type { Component, ComponentKind } from '../../analysis/code-map.js'
import { isDeprecated } from '../doc-comments/first-sentence.js'
import { compareText } from '../prose.js'
import { isPublic, type CodeIndex } from './code-index.js'
import { remember } from './remember.js'
import { reachOf, type Reach } from './usage.js'

export interface RankedComponent {
  readonly component: Component
  readonly reach: Reach
  readonly score: number
}

/** Things with behaviour and state explain a module better than a constant does. */
const weights: Readonly<Record<ComponentKind, number>> = {
  class: 1.25,
  interface: 1,
  struct: 1.1,
  enum: 0.7,
  type: 0.7,
  function: 1,
  method: 0.9,
  field: 0.4,
  constant: 0.45,
  macro: 0.4,
  module: 0.9,
}

/** Enough to pass what is twice as telling, too little to bring a constant before the class that all use. */
const focusWeight = 2

/** What others are given to import is used by files that nobody here has: as much as by one more. */
const offered = 2

/** What goes wrong is not what somebody comes for. */
const failure = /(?:Error|Exception|Warning)$/
const failureWeight = 0.5

/**
 * How much a component explains: distinct files that use it (logarithmic, so that a logger does not drown the rest), tests that
 * exercise it, its size, whether somebody wrote a comment about it, and whether it is offered to those who import the project, or shown to them in the README. Private ones come after public ones of equal standing; what is said
 * to matter most comes before its equals, failures after what can fail, what is deprecated after nearly everything.
 */
export const rankComponent = remember((index: CodeIndex, component: Component): RankedComponent => {
  const reach = reachOf(index, component)
  const lines = component.endLine - component.startLine + 1
  const standing =
    2 * Math.log2(1 + reach.sourceFiles) +
    Math.log2(1 + reach.testFiles) +
    0.6 * Math.log2(1 + lines) +
    (component.doc === undefined ? 0 : 0.5) +
    (index.offered.has(component.id) ? offered : 0)
  const weight = weights[component.kind] * (isFailure(index, component) ? failureWeight : 1) * (isDeprecated(component.doc) ? deprecatedWeight : 1)
  const score = standing * weight * (isPublic(index, component) ? 1 : 0.5) * (index.focused.has(component.path) ? focusWeight : 1)
  return { component, reach, score }
})

/** Nobody should begin with what will be gone. */
const deprecatedWeight = 0.3

/** By its name, or by that of a type that it extends. */
export function isFailure(index: CodeIndex, component: Component): boolean {
  const seen = new Set<string>()
  const next = [component]
  for (let one = next.pop(); one !== undefined && seen.size < 32; one = next.pop()) {
    if (failure.test(one.name)) return true
    if (seen.has(one.id)) continue
    seen.add(one.id)
    for (const { to, kind } of index.outgoing.get(one.id) ?? []) {
      const base = kind === 'extends' ? index.components.get(to) : undefined
      if (base !== undefined) next.push(base)
    }
  }
  return false
}

export function byRank(a: RankedComponent, b: RankedComponent): number {
  return b.score - a.score || compareText(a.component.id, b.component.id)
}
