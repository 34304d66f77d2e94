import type { Component } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import type { WikiPlan } from '../wiki-plan.js'
import type { CodeIndex } from './code-index.js'
import { rankComponent } from './rank.js'

export interface RankedOffer {
  /** As its users call it. */
  readonly name: string
  readonly component: Component
}

/** What goes wrong is not what somebody comes for. */
const failure = /(?:Error|Exception|Warning)$/
const failureWeight = 0.5

/** What the project offers to who imports it, what explains most first; failures come after what can fail. */
export function rankedOffers({ code, index }: Pick<WikiPlan, 'code' | 'index'>): readonly RankedOffer[] {
  return code.offers
    .flatMap(({ name, component: id }) => {
      const component = index.components.get(id)
      return component === undefined ? [] : [{ name, component, score: rankComponent(index, component).score * (isFailure(index, component) ? failureWeight : 1) }]
    })
    .sort((a, b) => b.score - a.score || compareText(a.name, b.name))
}

/** By its name, or by that of a type that it extends. */
function isFailure(index: CodeIndex, component: Component): boolean {
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
