import type { Component } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import type { WikiPlan } from '../wiki-plan.js'
import { isFailure, rankComponent } from './rank.js'

export interface RankedOffer {
  /** As its users call it. */
  readonly name: string
  readonly component: Component
}

/** What the project offers to who imports it, what explains most first, what can go wrong last. */
export function rankedOffers({ code, index }: Pick<WikiPlan, 'code' | 'index'>): readonly RankedOffer[] {
  return code.offers
    .flatMap(({ name, component: id }) => {
      const component = index.components.get(id)
      return component === undefined ? [] : [{ name, component, score: rankComponent(index, component).score, fails: isFailure(index, component) }]
    })
    .sort((a, b) => Number(a.fails) - Number(b.fails) || b.score - a.score || compareText(a.name, b.name))
}
