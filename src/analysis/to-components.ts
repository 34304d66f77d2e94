import type { Component } from './code-map.js'
import type { FileFacts } from './file-facts.js'
import type { Language } from './language.js'
import { withoutSecrets } from './setting-value.js'

/** Definitions become components with names that are unique within the file. In the order of the definitions. */
export function toComponents(path: string, facts: Pick<FileFacts, 'definitions'>, language: Language): Component[] {
  const seen = new Map<string, number>()
  const made: Component[] = []
  for (const definition of facts.definitions) {
    const parent = definition.parent >= 0 ? made[definition.parent] : undefined
    const owner = parent?.qualifiedName ?? definition.owner
    const qualifiedName = owner === undefined ? definition.name : `${owner}.${definition.name}`
    const count = (seen.get(qualifiedName) ?? 0) + 1
    seen.set(qualifiedName, count)
    const nested = owner !== undefined
    const { name, kind, signature, exported, access } = definition
    const visible = !isInternal(definition.doc) && language.isPublic({ name, kind, signature, exported, nested, parentKind: parent?.kind, ...(access === undefined ? {} : { access }), path })
    made.push({
      id: `${path}#${qualifiedName}${count === 1 ? '' : `~${count}`}`,
      name: definition.name,
      qualifiedName,
      kind: definition.kind,
      path,
      startLine: definition.startLine,
      endLine: Math.max(definition.startLine, definition.endLine),
      signature: definition.kind === 'constant' ? withoutSecrets(definition.signature) : definition.signature,
      doc: definition.doc,
      // What lies inside something private cannot be reached either; a function inside a function is nobody else's.
      visibility: visible && (parent === undefined || (parent.visibility === 'public' && parent.kind !== 'function' && parent.kind !== 'method')) ? 'public' : 'private',
      parent: parent?.id,
      ...(definition.forTests === true || parent?.isTest === true ? { isTest: true as const } : {}),
    })
  }
  return facts.definitions.some(({ owner }) => owner !== undefined) ? linkOwners(made, facts) : made
}

/** What its author marks as not for others, whatever the language says (JSDoc, PHPDoc). */
const isInternal = (doc: string | undefined): boolean => doc !== undefined && /(?:^|\n)[ \t]*@internal\b/.test(doc)

/** Methods that lie beside their type (Go, prototypes) belong to it when it is in the same file. */
function linkOwners(components: readonly Component[], facts: Pick<FileFacts, 'definitions'>): Component[] {
  const types = new Map(components.filter((component) => component.parent === undefined).map((component) => [component.qualifiedName, component.id]))
  return components.map((component, at) => {
    const owner = facts.definitions[at]?.owner
    const parent = component.parent ?? (owner === undefined ? undefined : types.get(owner))
    return parent === component.parent ? component : { ...component, parent }
  })
}
