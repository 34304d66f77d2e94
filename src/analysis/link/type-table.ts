import type { Component } from '../code-map.js'
import { FileScope, push, typeKinds } from './file-scope.js'
import { Ancestry } from './ancestry.js'
import type { ScopeTable } from './scope-table.js'

/** Types, their members, and what they inherit. */
export class TypeTable {
  readonly #table: ScopeTable
  readonly #members = new Map<string, Map<string, Component[]>>()
  /** In the order of the text; undefined stands for a type outside the repository. */
  readonly #parents = new Map<string, (Component | undefined)[]>()

  constructor(table: ScopeTable) {
    this.#table = table
    for (const scope of table.scopes()) this.#collectMembers(scope)
    for (const scope of table.scopes()) this.#collectParents(scope)
  }

  /** A type by its name as written in a file: `Job`, `jobs.Job`. */
  named(scope: FileScope, name: string, line = 1, within = -1): Component | undefined {
    const dot = name.lastIndexOf('.')
    if (dot > 0) {
      const simple = name.slice(dot + 1)
      return onlyType(this.#table.namespace(scope, name.slice(0, dot)).map((targets) => this.#table.exported(targets, simple, true)).find((one) => one !== undefined))
    }
    const visible = scope.visible(name, line, within, true)
    if (visible === 'hidden') return undefined
    const found = visible ?? this.#table.imported(scope, name, true) ?? this.#table.shared(scope, name, true)?.component
    return onlyType(found)
  }

  /**
   * A member of a type or of what it inherits from. A parent outside the repository may have the member too: then nobody knows.
   * `args` chooses between overloads.
   */
  member(type: Component, name: string, args?: number, skipOwn = false, ancestry = new Ancestry()): Component | undefined {
    const own = skipOwn ? undefined : overload(this.#members.get(type.id)?.get(name) ?? [], args)
    if (own !== undefined) return own
    for (const parent of ancestry.above(type, this.#parents)) {
      const found = parent === undefined ? undefined : this.member(parent, name, args, false, ancestry.next())
      if (found !== undefined) return found
      if (parent === undefined && this.#table.scope(type.path)?.language.embeds !== true) return undefined
    }
    return undefined
  }

  /** The first of a type and its ancestors for which `find` has an answer. */
  inLineage<T>(type: Component, find: (type: Component, scope: FileScope) => T | undefined, ancestry = new Ancestry()): T | undefined {
    const scope = this.#table.scope(type.path)
    const own = scope === undefined ? undefined : find(type, scope)
    if (own !== undefined) return own
    for (const parent of ancestry.above(type, this.#parents)) {
      const found = parent === undefined ? undefined : this.inLineage(parent, find, ancestry.next())
      if (found !== undefined) return found
    }
    return undefined
  }

  #collectMembers(scope: FileScope): void {
    scope.facts.definitions.forEach((definition, at) => {
      const component = scope.components[at]
      const owner = definition.owner === undefined ? scope.components[definition.parent] : this.#ownerOf(scope, definition.owner)
      if (component === undefined || owner === undefined) return
      if (definition.owner !== undefined) scope.owners.set(definition.owner, owner)
      let members = this.#members.get(owner.id)
      if (members === undefined) this.#members.set(owner.id, (members = new Map()))
      push(members, definition.name, component)
    })
  }

  /** The owner of a method that lies beside its type: `func (t *Tx) …`, `Reply.prototype.…`. */
  #ownerOf(scope: FileScope, name: string): Component | undefined {
    // Assigning to an imported type (in a test, say) does not make a member of it for everybody.
    return (scope.language.extendsTypes === true ? this.named(scope, name) : undefined) ?? scope.top.get(name)?.[0]
  }

  #collectParents(scope: FileScope): void {
    for (const fact of scope.facts.references) {
      if (fact.kind !== 'extends' && (fact.kind !== 'implements' || scope.language.inheritsImplemented !== true)) continue
      const child = scope.components[fact.within]
      if (child === undefined) continue
      const parent = this.named(scope, fact.receiver === undefined ? fact.name : `${fact.receiver}.${fact.name}`, fact.line, scope.facts.definitions[fact.within]?.parent ?? -1)
      if (parent?.id !== child.id) push(this.#parents, child.id, parent)
    }
  }
}

function onlyType(component: Component | undefined): Component | undefined {
  return component !== undefined && typeKinds.has(component.kind) ? component : undefined
}

/** The overload that takes so many arguments; the first when none says so. */
function overload(candidates: readonly Component[], args: number | undefined): Component | undefined {
  if (candidates.length < 2 || args === undefined) return candidates[0]
  return candidates.find((one) => parameterCount(one) === args) ?? candidates.find((one) => /\.\.\./.test(one.signature)) ?? candidates[0]
}

/** Commas between the outermost parentheses of a signature, generics and annotations left out. */
function parameterCount({ name, signature }: Component): number {
  const open = signature.indexOf(`${name}(`)
  let depth = 0
  let count = 0
  let seen = false
  for (const character of open < 0 ? '' : signature.slice(open + name.length + 1)) {
    if (character === ')' && depth === 0) break
    if ('(<[{'.includes(character)) depth += 1
    else if (')>]}'.includes(character)) depth -= 1
    else if (character === ',' && depth === 0) count += 1
    if (character !== ' ') seen = true
  }
  return seen ? count + 1 : 0
}
