import type { Component, FileImport, Reference, ReferenceKind, ReferenceTier } from '../code-map.js'
import type { ReferenceFact } from '../file-facts.js'
import type { RepositoryIndex } from './import-resolver.js'
import type { ParsedFile } from './parsed-file.js'
import { FileScope, ScopeTable } from './scope-table.js'

const maxLines = 20

/** Resolves names through scopes and imports. What cannot be resolved with good reason is left out: a missing edge beats a wrong one. */
export function linkReferences(files: readonly ParsedFile[], index: RepositoryIndex): { references: Reference[]; imports: FileImport[] } {
  const table = new ScopeTable(files, index)
  const merged = new Map<string, { from: string; to: string; kind: ReferenceKind; tier: ReferenceTier; lines: number[]; count: number }>()
  for (const file of files) {
    const scope = table.scope(file.path)
    if (scope === undefined) continue
    for (const fact of file.facts.references) {
      const target = resolveReference(fact, scope, table)
      if (target === undefined) continue
      const from = file.components[fact.within]?.id ?? file.path
      if (from === target.component.id) continue
      const key = `${from}\n${target.component.id}\n${fact.kind}`
      const known = merged.get(key)
      if (known === undefined) merged.set(key, { from, to: target.component.id, kind: fact.kind, tier: target.tier, lines: [fact.line], count: 1 })
      else {
        known.count += 1
        if (known.lines.length < maxLines && known.lines.at(-1) !== fact.line) known.lines.push(fact.line)
      }
    }
  }
  const references = [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reference]) => ({ ...reference, lines: reference.lines.sort((a, b) => a - b) }))
  return { references, imports: table.imports() }
}

interface Target {
  readonly component: Component
  readonly tier: ReferenceTier
}

function resolveReference(fact: ReferenceFact, scope: FileScope, table: ScopeTable): Target | undefined {
  return fact.receiver === undefined ? resolveName(fact, scope, table) : resolveMember(fact, fact.receiver, scope, table)
}

function resolveName(fact: ReferenceFact, scope: FileScope, table: ScopeTable): Target | undefined {
  const isType = fact.kind !== 'call'
  if (!isType && scope.isHidden(fact.name, fact.within)) return undefined
  const local = scope.visible(fact.name, fact.line, fact.within)
  if (local !== undefined) return { component: local, tier: 'local' }
  const imported = table.imported(scope, fact.name)
  if (imported !== undefined) return { component: imported, tier: 'import' }
  const shared = table.shared(scope, fact.name)
  if (shared !== undefined) return shared
  // Java: an unqualified call may mean an own or inherited method.
  if (fact.kind === 'call' && scope.language.id === 'java') {
    const owner = scope.enclosingType(fact.within)
    const method = owner === undefined ? undefined : table.member(owner, fact.name)
    if (method !== undefined) return { component: method, tier: 'self' }
  }
  return undefined
}

function resolveMember(fact: ReferenceFact, receiver: string, scope: FileScope, table: ScopeTable): Target | undefined {
  const owner = scope.enclosingType(fact.within)
  if (scope.language.selfNames.includes(receiver)) {
    const method = owner === undefined ? undefined : table.member(owner, fact.name, receiver.startsWith('super'))
    return method === undefined ? undefined : { component: method, tier: 'self' }
  }
  const field = /^(?:this|self)\.(\w+)$/.exec(receiver)?.[1]
  if (field !== undefined) {
    const type = owner === undefined ? undefined : scope.fieldType(field, owner)
    return typed(type, fact, scope, table)
  }
  if (!/^[\w$]+$/.test(receiver)) return undefined
  const bound = scope.variableType(receiver, fact.within)
  if (bound !== undefined) return typed(bound, fact, scope, table)
  if (scope.isHidden(receiver, fact.within)) return undefined
  const viaModule = table.throughNamespace(scope, receiver, fact.name)
  if (viaModule !== undefined) return { component: viaModule, tier: 'import' }
  if (owner !== undefined && scope.language.id === 'java') {
    const type = scope.fieldType(receiver, owner)
    if (type !== undefined) return typed(type, fact, scope, table)
  }
  return typed(receiver, fact, scope, table)
}

/** A member of a type known by name: of a bound variable, a field, or the class itself. */
function typed(typeName: string | undefined, fact: ReferenceFact, scope: FileScope, table: ScopeTable): Target | undefined {
  const type = typeName === undefined ? undefined : table.type(scope, typeName)
  const member = type === undefined ? undefined : table.member(type, fact.name)
  return member === undefined ? undefined : { component: member, tier: 'typed' }
}
