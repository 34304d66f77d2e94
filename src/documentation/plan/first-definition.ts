import type { Component } from '../../analysis/code-map.js'

/**
 * The same kind, name and signature (of a constant the name alone) in several files of one module is one thing in several builds.
 * Tells whether a component is in the file that stands for it: the first of the given, which are in the order of their rank.
 */
export function firstDefinition(inOrder: readonly { readonly component: Component }[]): (component: Component) => boolean {
  const first = new Map<string, string>()
  for (const { component } of inOrder) if (!first.has(keyOf(component))) first.set(keyOf(component), component.path)
  return (component) => first.get(keyOf(component)) === component.path
}

const keyOf = ({ kind, qualifiedName, signature }: Component): string => `${kind} ${qualifiedName} ${kind === 'constant' ? '' : signature}`
