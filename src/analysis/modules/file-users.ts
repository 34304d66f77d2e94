import type { Component, FileImport, Reference } from '../code-map.js'

/** How many other files use or import what a file holds. */
export function fileUsers(references: readonly Reference[], imports: readonly FileImport[], components: readonly Component[]): (path: string) => number {
  const pathOf = new Map(components.map((component) => [component.id, component.path]))
  const users = new Map<string, Set<string>>()
  const note = (from: string, to: string) => {
    if (from === to) return
    const known = users.get(to)
    if (known === undefined) users.set(to, new Set([from]))
    else known.add(from)
  }
  for (const { from, to } of references) note(pathOf.get(from) ?? from, pathOf.get(to) ?? to)
  for (const { from, targets } of imports) for (const target of targets) note(from, target)
  return (path) => users.get(path)?.size ?? 0
}
