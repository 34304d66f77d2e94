import { group, isPublic } from '../../plan/code-index.js'
import { filesBelow } from '../../plan/module-graph.js'
import { byRank, rankComponent, type RankedComponent } from '../../plan/rank.js'
import { remember } from '../../plan/remember.js'
import type { WikiPlan } from '../../wiki-plan.js'

/** Outermost components of a module and of everything below it, the most telling first, of each name one; internal ones only where nothing is public. */
export const componentsBelow = remember((plan: WikiPlan, slug: string): readonly RankedComponent[] => {
  const node = plan.graph.nodes.get(slug)
  const all = (node === undefined ? [] : filesBelow(node)).filter((path) => plan.index.files.get(path)?.role === 'source').flatMap((path) => plan.index.topLevel.get(path) ?? [])
  const open = all.filter((component) => isPublic(plan.index, component))
  const ranked = (open.length > 0 ? open : all).map((component) => rankComponent(plan.index, component)).sort(byRank)
  return [...group(ranked, ({ component }) => [component.name]).values()].flatMap(([first]) => first ?? [])
})
