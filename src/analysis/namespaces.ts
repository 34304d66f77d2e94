import type { CodeMap, Component } from './code-map.js'

const types: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'enum', 'type', 'module'])
const routines: ReadonlySet<string> = new Set(['function', 'method', 'field', 'macro'])

/**
 * The same code without the modules that only put their types under a name, as Ruby's `module Jekyll` around the class of each file: what
 * stands inside of one is free, and keeps its qualified name. A module with functions of its own is a thing by itself and stays.
 */
export function withoutNamespaces(code: CodeMap): CodeMap {
  const namespaces = findNamespaces(code.components)
  if (namespaces.size === 0) return code
  const parentOf = ({ parent: nearest }: Component): string | undefined => {
    let parent = nearest
    for (let space = namespaces.get(parent ?? ''); space !== undefined; space = namespaces.get(parent ?? '')) parent = space.parent
    return parent
  }
  return {
    ...code,
    components: code.components.filter(({ id }) => !namespaces.has(id)).map((component) => ({ ...component, parent: parentOf(component) })),
    references: code.references
      .filter(({ to }) => !namespaces.has(to))
      .map((reference) => ({ ...reference, from: namespaces.get(reference.from)?.path ?? reference.from })),
    outside: code.outside.map((use) => ({ ...use, from: namespaces.get(use.from)?.path ?? use.from })),
  }
}

/** By id. Modules are nested by where they stand, so no chain of them comes back to itself. */
function findNamespaces(components: readonly Component[]): ReadonlyMap<string, Component> {
  const holders = new Set<string>()
  for (const { parent, kind } of components) if (parent !== undefined && types.has(kind)) holders.add(parent)
  for (const { parent, kind } of components) if (parent !== undefined && routines.has(kind)) holders.delete(parent)
  return new Map(components.filter(({ id, kind }) => kind === 'module' && holders.has(id)).map((component) => [component.id, component]))
}
