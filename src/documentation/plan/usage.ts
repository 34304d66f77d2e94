import type { Component, Reference } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import { fileOfReference, outermost, sideOf, withMembers, type CodeIndex } from './code-index.js'

/** One user of a component, or one thing it uses: an outermost component, or a file for code outside any definition. */
export interface Usage {
  readonly component: Component | undefined
  readonly path: string
  readonly count: number
  /** First line, in the file of the user, where it happens. */
  readonly line: number
  readonly kinds: ReadonlySet<Reference['kind']>
}

/** Who refers to the component or to anything inside it, from outside it; the most frequent first. */
export function usersOf(index: CodeIndex, component: Component): readonly Usage[] {
  const incoming = withMembers(index, component).flatMap((one) => index.incoming.get(one.id) ?? [])
  const references = incoming.filter(({ from }) => index.components.get(from)?.isTest !== true)
  return gather(
    references.map((reference) => ({ reference, side: index.components.get(reference.from), path: fileOfReference(index, reference) })),
    index,
    component,
  )
}

/** What the component, or anything inside it, refers to outside itself; the most frequent first. */
export function usesOf(index: CodeIndex, component: Component): readonly Usage[] {
  const references = withMembers(index, component).flatMap((one) => index.outgoing.get(one.id) ?? [])
  return gather(
    references.map((reference) => ({
      reference,
      side: index.components.get(reference.to),
      path: index.components.get(reference.to)?.path ?? '',
    })),
    index,
    component,
  )
}

interface Side {
  readonly reference: Reference
  readonly side: Component | undefined
  readonly path: string
}

function gather(sides: readonly Side[], index: CodeIndex, self: Component): Usage[] {
  const found = new Map<
    string,
    { component: Component | undefined; path: string; count: number; line: number; kinds: Set<Reference['kind']> }
  >()
  const own = outermost(index, self)
  for (const { reference, side, path } of sides) {
    const component = side === undefined ? undefined : outermost(index, side)
    if (component?.id === own.id || path === '') continue
    const key = component?.id ?? path
    const line = reference.lines[0] ?? 1
    const usage = found.get(key)
    if (usage === undefined)
      found.set(key, { component, path: component?.path ?? path, count: reference.count, line, kinds: new Set([reference.kind]) })
    else {
      usage.count += reference.count
      usage.line = Math.min(usage.line, line)
      usage.kinds.add(reference.kind)
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || compareText(a.component?.id ?? a.path, b.component?.id ?? b.path))
}

/** How far a component reaches: distinct other files that refer to it, apart for source and tests. */
export interface Reach {
  readonly sourceFiles: number
  readonly testFiles: number
  readonly references: number
}

export function reachOf(index: CodeIndex, component: Component): Reach {
  const [source, test] = [new Set<string>(), new Set<string>()]
  let references = 0
  for (const one of withMembers(index, component)) {
    for (const reference of index.incoming.get(one.id) ?? []) {
      const [path, side] = [fileOfReference(index, reference), sideOf(index, reference)]
      if (side === 'test') test.add(path)
      if (side !== 'source' || path === component.path) continue
      source.add(path)
      references += reference.count
    }
  }
  return { sourceFiles: source.size, testFiles: test.size, references }
}
