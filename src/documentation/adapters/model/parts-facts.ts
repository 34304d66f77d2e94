import type { Component } from '../../../analysis/code-map.js'
import { withMembers } from '../../plan/code-index.js'
import { findKeyFlow, type KeyFlow } from '../../plan/key-flow.js'
import { rollUp, topSymbols } from '../../plan/module-graph.js'
import { readableEdges } from '../../plan/readable-edges.js'
import { remember } from '../../plan/remember.js'
import { compareText } from '../../prose.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { componentsBelow } from './components-below.js'
import { oneLine } from './one-line.js'

/** Who of a module's parts uses whom, through what; as much as a picture would show. */
export function tiesBetweenParts(plan: WikiPlan, planned: PlannedModule): readonly string[] {
  const parts = new Map(planned.module.children.flatMap((child) => [...idsBelow(child)].map((id): [string, string] => [id, child.id])))
  const edges = readableEdges(rollUp(plan.graph, (id) => parts.get(id)), planned.module.children.length)
  return [...edges]
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to))
    .map((edge) => {
      const names = topSymbols(edge, plan.index, 3).map(({ name }) => `\`${oneLine(name, 80)}\``)
      return `- [[${edge.from}]] uses [[${edge.to}]]${names.length === 0 ? '' : ` through ${names.join(', ')}`}`
    })
}

interface Node {
  readonly id: string
  readonly children: readonly Node[]
}

function* idsBelow(node: Node): Generator<string> {
  yield node.id
  for (const child of node.children) yield* idsBelow(child)
}

const maxStarts = 60

/** The calls that connect what is in a module with parts, or in the repository, best. */
export const flowThrough = remember((plan: WikiPlan, slug: string): KeyFlow | undefined => {
  const starts = componentsBelow(plan, slug).slice(0, maxStarts).flatMap(({ component }) => withMembers(plan.index, component))
  return findKeyFlow(plan.index, starts.filter(isCallable))
})

function isCallable({ kind }: Component): boolean {
  return kind === 'function' || kind === 'method'
}

/** One line for each call, in source order. */
export function flowLines({ steps }: KeyFlow, idOf: (component: Component) => string | undefined): readonly string[] {
  const named = (component: Component) => {
    const id = idOf(component)
    return `\`${oneLine(component.qualifiedName, 120)}\`${id === undefined ? '' : ` [${id}]`}`
  }
  return steps.map(({ from, to, kind }) => `- ${named(from)} ${kind === 'new' ? 'creates' : 'calls'} ${named(to)}`)
}
