import type { Component, FileImport, Reference } from '../code-map.js'
import type { Affinity } from './split-flat.js'

export interface FileTies {
  /** Sum over references (log-damped, inheritance thrice, types and reads half) and imports, damped by how many others use the target. */
  readonly affinity: Affinity
  /** How many other files use or import what a file holds. */
  readonly users: (path: string) => number
}

export function fileTies(references: readonly Reference[], imports: readonly FileImport[], components: readonly Component[]): FileTies {
  const pathOf = new Map(components.map((component) => [component.id, component.path]))
  const weights = new Map<string, Map<string, number>>()
  const users = new Map<string, number>()
  const note = (from: string, to: string, weight: number) => {
    if (from === to) return
    let used = weights.get(from)
    if (used === undefined) weights.set(from, (used = new Map()))
    const known = used.get(to)
    used.set(to, (known ?? 0) + weight)
    if (known === undefined) users.set(to, (users.get(to) ?? 0) + 1)
  }
  for (const reference of references) {
    const factor = reference.kind === 'extends' || reference.kind === 'implements' ? 3 : reference.kind === 'type' || reference.kind === 'read' ? 0.5 : 1
    note(pathOf.get(reference.from) ?? reference.from, pathOf.get(reference.to) ?? reference.to, factor * Math.log2(1 + reference.count))
  }
  for (const one of imports) for (const target of one.targets) note(one.from, target, 1 / one.targets.length)
  const damped = (from: string, to: string) => {
    const weight = weights.get(from)?.get(to)
    return weight === undefined ? 0 : weight / Math.log2(2 + (users.get(to) ?? 0))
  }
  return { affinity: (a, b) => damped(a, b) + damped(b, a), users: (path) => users.get(path) ?? 0 }
}
