import { compareText } from '../prose.js'
import type { ComponentChange } from './wiki-comparison.js'
import type { StateComponent, WikiState } from './wiki-state.js'

/** Components that came, went or say something else, by their file. What only moved to another page is no change. */
export function compareComponents(before: WikiState, after: WikiState): Map<string, ComponentChange[]> {
  const changes: { readonly path: string; readonly change: ComponentChange }[] = []
  for (const [id, now] of after.components) {
    const was = before.components.get(id)
    const found: ComponentChange[] = was === undefined ? [{ ...named(id, now), change: 'added', before: undefined, after: now.signature }] : changesOf(id, was, now)
    for (const change of found) changes.push({ path: now.path, change })
  }
  for (const [id, was] of before.components) {
    if (!after.components.has(id)) changes.push({ path: was.path, change: { ...named(id, was), change: 'removed', before: was.signature, after: undefined } })
  }
  const byPath = new Map<string, ComponentChange[]>()
  for (const { path, change } of changes) byPath.set(path, [...(byPath.get(path) ?? []), change])
  return byPath
}

/** Public ones first. */
export function byImportance(a: ComponentChange, b: ComponentChange): number {
  return Number(b.isPublic) - Number(a.isPublic) || compareText(a.id, b.id)
}

function changesOf(id: string, was: StateComponent, now: StateComponent): ComponentChange[] {
  const changes: ComponentChange[] = []
  if (was.signature !== now.signature) changes.push({ ...named(id, now), change: 'signature', before: was.signature, after: now.signature })
  if (was.isPublic !== now.isPublic) changes.push({ ...named(id, now), isPublic: true, change: 'visibility', before: visibilityOf(was), after: visibilityOf(now) })
  if (was.doc !== now.doc) changes.push({ ...named(id, now), change: 'doc', before: undefined, after: undefined })
  return changes
}

const visibilityOf = ({ isPublic }: StateComponent): string => (isPublic ? 'public' : 'internal')
const named = (id: string, { qualifiedName: name, kind, isPublic }: StateComponent) => ({ id, name, kind, isPublic })
