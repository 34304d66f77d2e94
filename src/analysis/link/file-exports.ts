import type { Component } from '../code-map.js'
import type { ImportFact } from '../file-facts.js'
import { typeKinds, type FileScope } from './file-scope.js'

/** A namespace offers no members of its types; a type that is imported whole (`using static`) does. */
export const isOffered = ({ parent }: Component, { source }: ImportFact): boolean => parent === undefined || parent.endsWith(`.${source.split('.').at(-1)}`) || parent.endsWith(`#${source.split('.').at(-1)}`)

/** `import static a.Type.member` names a member of the file's type, `import a.Type.Inner` a type in it. */
export function staticMember(scope: FileScope, name: string): Component | undefined {
  const offered = scope.components.filter((component) => component.name === name && component.parent !== undefined && component.visibility === 'public')
  return offered.find(({ kind }) => typeKinds.has(kind)) ?? offered[0]
}

/** What is marked as the default, else the only thing that is exported at all. */
export function defaultExport(scope: FileScope): Component | undefined {
  const offered = [...scope.top.values()].flat()
  const marked = offered.filter((component) => scope.definition(component)?.isDefault === true)
  if (marked.length > 0) return marked[0]
  const exported = offered.filter((component) => scope.definition(component)?.exported === true)
  return exported.length === 1 ? exported[0] : undefined
}
