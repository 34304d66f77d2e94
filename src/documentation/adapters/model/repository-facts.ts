import type { ModuleNode } from '../../../analysis/code-map.js'
import { rememberOf } from '../../plan/remember.js'
import { compareText } from '../../prose.js'
import type { WikiPlan } from '../../wiki-plan.js'
import { oneLine, said } from './one-line.js'

/** What every prompt about a repository begins with: only what a usual commit leaves as it is, for a change here buys every page anew. */
export const repositoryFacts = rememberOf((plan: WikiPlan): string => {
  const { project } = plan.code
  const lines = project.languages.reduce((sum, one) => sum + one.lines, 0)
  const languages = project.languages.filter((one) => one.lines >= lines * 0.1).map(({ label }) => label)
  return [
    `Name: ${oneLine(plan.title, 80)}`,
    ...said('What it is', project.description?.value ?? plan.summary, 300),
    ...said('Mostly written in', languages.sort(compareText).join(', '), 120),
  ].join('\n')
})

const maxModules = 300

/** `- id: name`, by depth; the deepest are left out of a tree that is too large to be told. */
export const moduleTree = rememberOf((plan: WikiPlan): string => {
  const nodes = plan.modulePages.map(({ module, parent, slug }) => ({ module, depth: depthOf(plan, parent), slug }))
  const deepest = [16, 8, 6, 5, 4, 3, 2].find((depth) => nodes.filter((node) => node.depth <= depth).length <= maxModules) ?? 1
  return nodes
    .filter(({ depth }) => depth <= deepest)
    .slice(0, maxModules * 2)
    .map(({ module, depth, slug }) => `${'  '.repeat(depth)}- ${slug}: ${nameOf(plan, module)}`)
    .join('\n')
})

function depthOf({ graph }: WikiPlan, parent: string | undefined): number {
  let depth = 0
  for (let above = parent; above !== undefined; above = graph.parentOf.get(above)) depth += 1
  return depth
}

/** As the division calls it: a title that a model gave is for readers, and would buy a page anew when it changes. */
export function nameOf(plan: WikiPlan, module: ModuleNode): string {
  return oneLine(module.id === plan.tree.slug ? plan.title : module.name, 80)
}
