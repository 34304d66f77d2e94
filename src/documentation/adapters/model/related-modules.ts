import { remember } from '../../plan/remember.js'
import { purposeOf } from '../../plan/purpose.js'
import { rollUp, seenFrom, topSymbols, type ModuleEdge } from '../../plan/module-graph.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { nameOf } from './repository-facts.js'

/** A module that the model is told of, and why. */
export interface RelatedModule {
  readonly slug: string
  readonly title: string
  readonly relation: 'part of this' | 'used by this' | 'uses this'
  /** Names of what is referred to. */
  readonly through: readonly string[]
  readonly purpose: string | undefined
}

const maxModules = 24

/** Sub-modules first, all of them, then what this one uses, then what uses it; the strongest first. */
export function relatedModules(plan: WikiPlan, planned: PlannedModule): readonly RelatedModule[] {
  const { slug } = planned
  const edges = rollUp(plan.graph, seenFrom(plan.graph, slug), slug)
  const describe = (other: string, relation: RelatedModule['relation'], edge?: ModuleEdge): RelatedModule => {
    const node = plan.graph.nodes.get(other)
    return {
      slug: other,
      title: node === undefined ? other : nameOf(plan, node),
      relation,
      through: edge === undefined ? [] : topSymbols(edge, plan.index, 3).map((component) => component.name),
      purpose: derivedPurpose(plan, other),
    }
  }
  const children = planned.module.children.map((child) => describe(child.id, 'part of this'))
  const others = [
    ...edges.filter((edge) => edge.from === slug).map((edge) => describe(edge.to, 'used by this', edge)),
    ...edges.filter((edge) => edge.to === slug).map((edge) => describe(edge.from, 'uses this', edge)),
  ]
  const seen = new Set<string>([slug, ...children.map((child) => child.slug)])
  return [...children, ...others.filter((one) => !seen.has(one.slug) && seen.add(one.slug)).slice(0, maxModules)]
}

/** From the code alone, for what a model made of it may change; and without figures, for those change with every line. */
export const derivedPurpose = remember((plan: WikiPlan, slug: string): string | undefined => {
  const node = plan.graph.nodes.get(slug)
  const purpose = node === undefined ? undefined : purposeOf(node, plan.code, plan.index)
  return purpose?.source === undefined ? purpose?.markdown.replace(/(?<![\w`.])\d[\d,]* (?=[a-z])/g, '') : purpose.markdown
})
