import { rollUp, seenFrom, topSymbols, type ModuleEdge } from '../../plan/module-graph.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'

/** A module that the model may link, and why it is told of it. */
export interface RelatedModule {
  readonly slug: string
  readonly title: string
  readonly relation: 'part of this' | 'used by this' | 'uses this'
  /** Names of what is referred to. */
  readonly through: readonly string[]
  readonly purpose: string | undefined
}

const maxModules = 24

/** Sub-modules first, then what this one uses, then what uses it; the strongest first. */
export function relatedModules(plan: WikiPlan, planned: PlannedModule): readonly RelatedModule[] {
  const { slug } = planned
  const edges = rollUp(plan.graph, seenFrom(plan.graph, slug), slug)
  const describe = (other: string, relation: RelatedModule['relation'], edge?: ModuleEdge): RelatedModule => ({
    slug: other,
    title: plan.graph.nodes.get(other)?.name ?? other,
    relation,
    through: edge === undefined ? [] : topSymbols(edge, plan.index, 3).map((component) => component.name),
    purpose: plan.purposes.get(other)?.markdown,
  })
  const all = [
    ...planned.module.children.map((child) => describe(child.id, 'part of this')),
    ...edges.filter((edge) => edge.from === slug).map((edge) => describe(edge.to, 'used by this', edge)),
    ...edges.filter((edge) => edge.to === slug).map((edge) => describe(edge.from, 'uses this', edge)),
  ]
  const seen = new Set<string>([slug])
  return all.filter((one) => !seen.has(one.slug) && seen.add(one.slug)).slice(0, maxModules)
}
