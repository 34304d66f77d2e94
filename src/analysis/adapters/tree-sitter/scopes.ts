import type { Node } from 'web-tree-sitter'
import { lastFrom } from '../../last-from.js'

/** Lines, from 1, in which a name is visible that is declared there. */
export interface Scope {
  readonly firstLine: number
  readonly lastLine: number
}

interface Held extends Scope {
  readonly startIndex: number
  readonly endIndex: number
  /** Index of the scope around it; -1 = the file. */
  readonly outer: number
}

/** The innermost scope around a node, not the node itself; undefined = the whole file. */
export type ScopeAround = (node: { readonly startIndex: number; readonly endIndex: number }) => Scope | undefined

/**
 * Finds scopes by place. All scopes are collected once: asking each node for its parents
 * walks down from the root every time, which took 10 s for a header of 100 KB.
 */
export function indexScopes(root: Node, types: readonly string[]): ScopeAround {
  const scopes = collect(root, types)
  return ({ startIndex, endIndex }) => {
    const holds = (scope: Held) => scope.endIndex >= endIndex && (scope.startIndex < startIndex || scope.endIndex > endIndex)
    let scope = scopes[lastFrom(scopes, startIndex, (one) => one.startIndex)]
    while (scope !== undefined && !holds(scope)) scope = scopes[scope.outer]
    return scope
  }
}

/** In the order of their starts, outer ones first. */
function collect(root: Node, types: readonly string[]): Held[] {
  const scopes: Held[] = []
  const open: number[] = []
  for (const node of root.descendantsOfType([...types])) {
    if (node === null || node.id === root.id) continue
    while (open.length > 0 && (scopes[open.at(-1) ?? 0]?.endIndex ?? 0) <= node.startIndex) open.pop()
    const { startIndex, endIndex, startPosition, endPosition } = node
    scopes.push({ startIndex, endIndex, firstLine: startPosition.row + 1, lastLine: endPosition.row + 1, outer: open.at(-1) ?? -1 })
    open.push(scopes.length - 1)
  }
  return scopes
}
