import type { Component } from '../code-map.js'
import { wholeWords } from '../whole-words.js'
import { chooseOverload, declaredIn, type Call, type Declared } from './choose-overload.js'
import { FileScope, maxSame, push, typeKinds } from './file-scope.js'
import { Ancestry } from './ancestry.js'
import type { ScopeTable } from './scope-table.js'

const anyCall: Call = { args: undefined }

/** Types, their members, and what they inherit. */
export class TypeTable {
  readonly #table: ScopeTable
  readonly #members = new Map<string, Map<string, Component[]>>()
  /** In the order of the text; undefined stands for a type outside the repository. */
  readonly #parents = new Map<string, (Component | undefined)[]>()
  /** Of a type that lies in parts, the first stands for all. */
  readonly #parts = new Map<string, Component[]>()
  readonly #whole = new Map<string, string>()
  /** Methods that say `this` to their first parameter, by name. */
  readonly #extensions = new Map<string, Extension[]>()

  constructor(table: ScopeTable) {
    this.#table = table
    for (const scope of table.scopes()) if (scope.language.partialTypes === true) this.#collectParts(scope)
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
    return onlyType(visible ?? this.#table.outer(scope, name, true)?.component)
  }

  /**
   * A member of a type or of what it inherits from. A parent outside the repository may have the member too: then nobody knows.
   * `call` chooses between overloads.
   */
  member(type: Component, name: string, call: Call = anyCall, skipOwn = false, ancestry = new Ancestry()): Component | undefined {
    const candidates = skipOwn ? [] : (this.#members.get(this.#idOf(type))?.get(name) ?? [])
    const own = chooseOverload(candidates, call, this.#judge)
    if (own === 'unclear') return undefined
    if (own !== undefined) return own
    for (const parent of ancestry.above(this.#parents.get(this.#idOf(type)))) {
      const found = parent === undefined ? undefined : this.member(parent, name, call, false, ancestry.next())
      if (found !== undefined) return found
      if (parent === undefined && this.#table.scope(type.path)?.language.embeds !== true) return undefined
    }
    return undefined
  }

  /** A method that is called like a member of a type although it lies elsewhere, of those that a file sees. */
  extension(type: Component, name: string, scope: FileScope, call: Call = anyCall): Component | undefined {
    const seen = (this.#extensions.get(name) ?? []).filter((one) => this.#table.isOpenTo(scope, one.scope))
    const fitting = seen.filter((one) => {
      const extended = this.named(one.scope, one.type)
      return extended !== undefined && this.#isA(type, extended)
    })
    const chosen = chooseOverload(fitting.map(({ component }) => component), call, this.#judge, 1)
    return chosen === 'unclear' ? undefined : chosen
  }

  /** The first of a type and its ancestors for which `find` has an answer. */
  inLineage<T>(type: Component, find: (type: Component, scope: FileScope) => T | undefined, ancestry = new Ancestry()): T | undefined {
    for (const part of this.#parts.get(this.#idOf(type)) ?? [type]) {
      const scope = this.#table.scope(part.path)
      const own = scope === undefined ? undefined : find(part, scope)
      if (own !== undefined) return own
    }
    for (const parent of ancestry.above(this.#parents.get(this.#idOf(type)))) {
      const found = parent === undefined ? undefined : this.inLineage(parent, find, ancestry.next())
      if (found !== undefined) return found
    }
    return undefined
  }

  readonly #declared = new Map<string, Declared | undefined>()

  readonly #judge = {
    parametersOf: (candidate: Component) => this.#declaredBy(candidate),
    typeOf: (candidate: Component, { type, typeArguments }: { readonly type: string; readonly typeArguments: number }) => {
      const scope = this.#table.scope(candidate.path)
      return scope === undefined ? undefined : this.named(scope, scope.language.arities === true && typeArguments > 0 ? `${type}\`${typeArguments}` : type, candidate.startLine)
    },
    isA: (type: Component, other: Component) => this.#isA(type, other),
  }

  #declaredBy(component: Component): Declared | undefined {
    if (!this.#declared.has(component.id)) {
      const text = this.#table.scope(component.path)?.definition(component)?.parameters
      this.#declared.set(component.id, text === undefined ? undefined : declaredIn(text, component.name, component.signature))
    }
    return this.#declared.get(component.id)
  }

  #isA(type: Component, other: Component): boolean {
    const wanted = this.#idOf(other)
    return this.inLineage(type, (one) => (this.#idOf(one) === wanted ? true : undefined)) === true
  }

  #idOf({ id }: Component): string {
    return this.#whole.size === 0 ? id : (this.#whole.get(id) ?? id)
  }

  #collectParts(scope: FileScope): void {
    scope.facts.definitions.forEach((definition, at) => {
      const component = scope.components[at]
      if (component === undefined || !typeKinds.has(definition.kind) || !/\bpartial\b/.test(definition.signature)) return
      const key = `${scope.facts.packageName ?? ''} ${component.qualifiedName} ${definition.arity ?? 0}`
      const parts = this.#parts.get(this.#whole.get(key) ?? '')
      if (parts === undefined) {
        this.#whole.set(key, component.id)
        this.#parts.set(component.id, [component])
      } else parts.push(component)
      this.#whole.set(component.id, this.#whole.get(key) ?? component.id)
    })
  }

  #collectMembers(scope: FileScope): void {
    scope.facts.definitions.forEach((definition, at) => {
      const component = scope.components[at]
      const owner = definition.owner === undefined ? scope.components[definition.parent] : this.#ownerOf(scope, definition.owner)
      if (component === undefined || owner === undefined) return
      if (definition.owner !== undefined) scope.owners.set(definition.owner, owner)
      // `void IQueue.Run()` is called through the interface only.
      if (scope.language.extensionMethods === true && isExplicit(component.signature, definition.name)) return
      const ownerId = this.#idOf(owner)
      let members = this.#members.get(ownerId)
      if (members === undefined) this.#members.set(ownerId, (members = new Map()))
      // What generated code does beyond is not chosen from.
      if ((members.get(definition.name)?.length ?? 0) < maxSame) push(members, definition.name, component)
      const type = scope.language.extensionMethods === true && definition.kind === 'method' ? extendedType(component, definition.parameters) : undefined
      if (type !== undefined) push(this.#extensions, definition.name, { component, scope, type })
    })
  }

  /** The owner of a method that lies beside its type: `func (t *Tx) …`, `Reply.prototype.…`. */
  #ownerOf(scope: FileScope, name: string): Component | undefined {
    // Assigning to an imported type (in a test, say) does not make a member of it for everybody.
    return (scope.language.extendsTypes === true ? this.named(scope, name) : undefined) ?? scope.top.get(name)?.[0]
  }

  #collectParents(scope: FileScope): void {
    for (const fact of scope.facts.inherits) {
      if (fact.kind === 'implements' && scope.language.inheritsImplemented !== true) continue
      const child = scope.components[fact.within]
      if (child === undefined) continue
      const parent = this.named(scope, fact.receiver === undefined ? fact.name : `${fact.receiver}.${fact.name}`, fact.line, scope.facts.definitions[fact.within]?.parent ?? -1)
      if (parent?.id !== child.id) push(this.#parents, this.#idOf(child), parent)
    }
  }
}

function onlyType(component: Component | undefined): Component | undefined {
  return component !== undefined && typeKinds.has(component.kind) ? component : undefined
}

const isExplicit = (signature: string, name: string): boolean =>
  wholeWords(signature, name).some((at) => /[\w>]\.$/.test(signature.slice(Math.max(0, at - 2), at)) && /^\s*[<(]/.test(signature.slice(at + name.length)))

interface Extension {
  readonly component: Component
  readonly scope: FileScope
  /** As its file spells it. */
  readonly type: string
}

/** `this Job job`, or `this TBuilder builder` where a constraint says what a `TBuilder` is. */
function extendedType({ name, signature }: Component, text: string | undefined): string | undefined {
  if (text === undefined || !/^\(\s*(\[[^\]]*\]\s*)?this\s/.test(text)) return undefined
  const first = declaredIn(text, name, signature)?.parameters[0]
  if (first === undefined) return undefined
  const bound = [...text.matchAll(/\bwhere (\w+) ?: ?(?:class, ?)?([\w.]+)(<[^>]*>)?/g)].find(([, parameter]) => parameter === first.type)
  if (bound !== undefined) return `${bound[2] ?? ''}${bound[3] === undefined ? '' : `\`${bound[3].split(',').length}`}`
  return first.typeArguments === 0 ? first.type : `${first.type}\`${first.typeArguments}`
}
