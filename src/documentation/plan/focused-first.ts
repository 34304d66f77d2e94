import type { ModuleNode } from '../../analysis/code-map.js'
import { filesBelow } from './module-graph.js'

/** Modules that hold more of what is said to matter most come before their sisters; equals stay in their order. */
export function focusedFirst(node: ModuleNode, focused: ReadonlySet<string>): ModuleNode {
  if (focused.size === 0) return node
  const shareOf = (module: ModuleNode) => {
    const files = filesBelow(module)
    return files.filter((path) => focused.has(path)).length / Math.max(1, files.length)
  }
  const children = node.children.map((child) => ({ child: focusedFirst(child, focused), share: shareOf(child) }))
  return { ...node, children: children.sort((a, b) => b.share - a.share).map(({ child }) => child) }
}
