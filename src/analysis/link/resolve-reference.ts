import type { Component, ReferenceTier } from '../code-map.js'
import type { Binding, ReferenceFact } from '../file-facts.js'
import type { Argument, Call } from './choose-overload.js'
import { FileScope, typeKinds } from './file-scope.js'
import type { ScopeTable } from './scope-table.js'
import type { TypeTable } from './type-table.js'

export interface Target {
  readonly component: Component
  readonly tier: ReferenceTier
}

/** What stands before a dot: something with members, or whole modules. */
type Holder = { readonly type: Component } | { readonly modules: readonly (readonly string[])[] }

interface Place {
  readonly scope: FileScope
  readonly line: number
  readonly within: number
}

/** What is looked for behind a dot. */
interface Wanted {
  readonly args?: readonly string[] | undefined
  readonly typeArgs?: number | undefined
  /** Of a type and a value of one name, the type. */
  readonly wantsType?: boolean
  readonly depth: number
}

/** `a = b()` where `b` comes from `c`, and so on: deeper chains are left out. */
const maxDepth = 5

/** Resolves names through scopes, imports and types. What cannot be resolved with good reason is left out: a missing edge beats a wrong one. */
export class ReferenceResolver {
  readonly #table: ScopeTable
  readonly #types: TypeTable

  constructor(table: ScopeTable, types: TypeTable) {
    this.#table = table
    this.#types = types
  }

  resolve(fact: ReferenceFact, scope: FileScope): Target | undefined {
    const place = { scope, line: fact.line, within: fact.within }
    if (fact.member !== undefined && this.#isValue(fact.name, fact.member, place)) return undefined
    const wantsType = fact.kind !== 'call' && fact.kind !== 'new' && fact.kind !== 'read'
    if (fact.isTag === true && scope.language.tags !== true) return this.#ofNoNamespace(this.#name(fact.name, place, wantsType, fact))
    return fact.receiver === undefined ? this.#name(fact.name, place, wantsType, fact) : this.#member(fact.name, fact.receiver, place, { args: fact.args, typeArgs: fact.typeArgs, wantsType, depth: 0 })
  }

  #name(name: string, place: Place, wantsType: boolean, call?: Pick<ReferenceFact, 'kind' | 'args' | 'typeArgs' | 'isTag'>): Target | undefined {
    const { scope } = place
    const isCall = call === undefined || call.kind === 'call'
    if (isCall && scope.language.impliesSelf === true) {
      const own = this.#impliedMember(name, place, { args: this.#passed(call?.args, place), typeArguments: call?.typeArgs })
      if (own !== undefined) return { component: own, tier: 'self' }
    }
    const local = scope.visible(name, place.line, place.within, wantsType || (scope.language.impliesSelf === true && !isCall))
    if (local === 'hidden') return undefined
    if (local !== undefined) {
      const isOnlyTag = scope.language.tags === true && call?.isTag !== true && /^(struct|union|enum)\b/.test(local.signature)
      return (isOnlyTag ? this.#typedef(name, scope) : undefined) ?? { component: local, tier: 'local' }
    }
    if (!isCall || scope.language.onlyMembers !== true) return this.#table.outer(scope, name, wantsType)
    const imported = this.#table.imported(scope, name, wantsType)
    return imported === undefined ? undefined : { component: imported, tier: 'import' }
  }

  /** `\a` in PHP. */
  #ofNoNamespace(target: Target | undefined): Target | undefined {
    return target !== undefined && this.#table.scope(target.component.path)?.facts.packageName === undefined ? target : undefined
  }

  /** `struct a` and `a` are two names, of this file or of a header. */
  #typedef(name: string, scope: FileScope): Target | undefined {
    const own = scope.top.get(name)?.find(({ signature }) => signature.startsWith('typedef'))
    if (own !== undefined) return { component: own, tier: 'local' }
    const found = this.#table.shared(scope, name, true)
    return found?.component.signature.startsWith('typedef') === true ? found : undefined
  }

  /** A field or property hides the type of its name; where it is of that very type, what is asked of it tells which is meant (C#'s `Color Color`). */
  #isValue(name: string, member: string, { scope, within }: Place): boolean {
    for (const owner of scope.enclosingTypes(within)) {
      const hidden = this.#types.inLineage(owner, (one, of) => {
        const binding = of.field(name, one)
        if (binding === undefined) return undefined
        if (binding.called === true || binding.type.split('`')[0] !== name) return true
        const type = this.#types.named(of, binding.type, binding.line, binding.within)
        const asked = type === undefined || type.kind === 'enum' ? undefined : this.#types.member(type, member)
        return asked !== undefined && !/\b(static|const)\b/.test(asked.signature)
      })
      if (hidden !== undefined) return hidden
    }
    return false
  }

  /** A method of an enclosing type, the innermost first. */
  #impliedMember(name: string, { scope, within }: Place, call: Call): Component | undefined {
    for (const owner of scope.enclosingTypes(within)) {
      const found = this.#types.member(owner, name, call)
      if (found !== undefined) return found
    }
    return undefined
  }

  #member(name: string, receiver: string, place: Place, { args, typeArgs, wantsType = false, depth }: Wanted): Target | undefined {
    const { scope } = place
    const call = { args: this.#passed(args, place), typeArguments: typeArgs }
    if (scope.language.selfNames.includes(receiver)) {
      const [owner] = scope.enclosingTypes(place.within)
      const method = owner === undefined ? undefined : this.#types.member(owner, name, call, receiver.startsWith('super'))
      return method === undefined ? undefined : { component: method, tier: 'self' }
    }
    const holder = this.#holder(receiver, place, depth)
    if (holder === undefined) return undefined
    if ('type' in holder) {
      const member = this.#types.member(holder.type, name, call) ?? this.#types.extension(holder.type, name, scope, call)
      return member === undefined ? undefined : { component: member, tier: 'typed' }
    }
    const exported = this.#fromModules(holder.modules, name, wantsType)
    return exported === undefined ? undefined : { component: exported, tier: 'import' }
  }

  #fromModules(modules: readonly (readonly string[])[], name: string, wantsType: boolean): Component | undefined {
    return modules.map((targets) => this.#table.exported(targets, name, wantsType)).find((found) => found !== undefined)
  }

  /** Follows `this.queue.jobs()` from left to right. */
  #holder(receiver: string, place: Place, depth: number): Holder | undefined {
    if (depth > maxDepth || receiver === '?') return undefined
    const parts = receiver.split('.')
    let holder: Holder | undefined
    let known = receiver.startsWith('new ') ? 0 : parts.length
    // `crate.jobs.Job`: the longest beginning that is a module.
    for (let beginning = receiver; known > 0; known -= 1) {
      holder = this.#modules(beginning, place)
      if (holder !== undefined) break
      beginning = beginning.slice(0, Math.max(0, beginning.lastIndexOf('.')))
    }
    if (holder === undefined) {
      holder = this.#first(parts[0] ?? '', place, depth)
      known = 1
    }
    for (let at = known; at < parts.length; at += 1) {
      if (holder === undefined) return undefined
      holder = this.#step(holder, parts[at] ?? '', place.scope, depth)
    }
    return holder
  }

  /** What is known of arguments; found out once. */
  #passed(shapes: readonly string[] | undefined, place: Place): Call['args'] {
    let known: readonly Argument[] | undefined
    return shapes === undefined ? undefined : () => (known ??= shapes.map((shape) => this.#argument(shape, place)))
  }

  #argument(shape: string, place: Place): Argument {
    const { scope, line, within } = place
    const plain = shape.replace(/^\w+: /, '')
    if (/^(:|=>|\?)/.test(plain)) return { shape }
    const made = /^new (\w+)$/.exec(plain)?.[1]
    if (made !== undefined) return { shape, type: made, component: this.#types.named(scope, made, line, within) }
    const binding = scope.binding(plain, line) ?? this.#ownField(plain, place)
    const [type, arity] = binding === undefined || binding.called === true ? [] : binding.type.split('`')
    const holder = this.#holder(plain, place, 1)
    const component = holder !== undefined && 'type' in holder && typeKinds.has(holder.type.kind) ? holder.type : undefined
    return { shape, type: type ?? component?.name, typeArguments: arity === undefined ? undefined : Number(arity), component }
  }

  #ownField(name: string, { scope, within }: Place): Binding | undefined {
    const [owner] = scope.enclosingTypes(within)
    return owner === undefined || !/^\w+$/.test(name) ? undefined : scope.field(name, owner)
  }

  #modules(name: string, { scope, line }: Place): Holder | undefined {
    const modules = this.#table.namespace(scope, name)
    if (modules.length === 0) return undefined
    const dot = name.indexOf('.')
    return scope.isHidden(dot < 0 ? name : name.slice(0, dot), line) ? undefined : { modules }
  }

  #first(name: string, place: Place, depth: number): Holder | undefined {
    const { scope, line, within } = place
    if (name.startsWith('new ')) return asHolder(this.#types.named(scope, name.slice(4).replace(':', '.'), line, within))
    if (name.endsWith('()')) {
      const { name: called, typeArgs } = calledName(name)
      return this.#result(this.#name(called, place, false, { kind: 'call', ...(typeArgs === undefined ? {} : { typeArgs }) })?.component, depth)
    }
    const [owner] = scope.enclosingTypes(within)
    if (scope.language.selfNames.includes(name)) return owner === undefined ? undefined : { type: owner }
    const binding = scope.binding(name, line)
    if (binding !== undefined) return this.#bound(binding, scope, depth)
    if (scope.isHidden(name, line)) return undefined
    const field = scope.language.impliesSelf === true && owner !== undefined ? this.#field(owner, name, depth) : undefined
    return field ?? this.#modules(name, place) ?? holderOf(this.#name(name, place, true, { kind: 'type' })?.component)
  }

  #step(holder: Holder, part: string, scope: FileScope, depth: number): Holder | undefined {
    const isCall = part.endsWith('()')
    const { name, typeArgs } = isCall ? calledName(part) : { name: part }
    const call = { args: undefined, typeArguments: typeArgs }
    if ('modules' in holder) {
      const found = this.#fromModules(holder.modules, name, !isCall)
      if (isCall) return this.#result(found, depth)
      const inner = found === undefined ? holder.modules.flatMap((targets) => this.#table.offeredModules(targets, name)) : []
      return inner.length > 0 ? { modules: inner } : holderOf(found)
    }
    if (isCall) return this.#result(this.#types.member(holder.type, name, call) ?? this.#types.extension(holder.type, name, scope, call), depth)
    // An enum's own values.
    if (holder.type.kind === 'enum' && this.#types.member(holder.type, name) === undefined) return holder
    // A getter reads like a field.
    return this.#field(holder.type, name, depth) ?? this.#result(this.#types.member(holder.type, name), depth)
  }

  #field(type: Component, name: string, depth: number): Holder | undefined {
    return this.#types.inLineage(type, (one, scope) => {
      const binding = scope.field(name, one)
      return binding === undefined ? undefined : this.#bound(binding, scope, depth)
    })
  }

  #bound(binding: Binding, scope: FileScope, depth: number): Holder | undefined {
    const place = { scope, line: binding.line, within: binding.within }
    if (binding.called !== true) {
      const type = this.#types.named(scope, binding.type, binding.line, binding.within)
      return type === undefined ? undefined : { type }
    }
    if (depth >= maxDepth) return undefined
    const { name, typeArgs } = calledName(binding.type)
    const typed = typeArgs === undefined ? {} : { typeArgs }
    const target = binding.receiver === undefined ? this.#name(name, place, false, { kind: 'call', ...typed }) : this.#member(name, binding.receiver, place, { ...typed, depth: depth + 1 })
    if (target === undefined && binding.receiver !== undefined && scope.language.makers?.includes(name) === true) return this.#holder(binding.receiver, place, depth + 1)
    return this.#result(target?.component, depth)
  }

  /** What calling it gives: an instance, or what it says it returns, in the words of its own file. */
  #result(component: Component | undefined, depth: number): Holder | undefined {
    if (component === undefined || depth > maxDepth) return undefined
    if (typeKinds.has(component.kind)) return { type: component }
    const scope = this.#table.scope(component.path)
    const returns = scope?.definition(component)?.returns
    if (scope === undefined || returns === undefined) return undefined
    const type = scope.language.selfNames.includes(returns) ? scope.ownerOf(component) : this.#types.named(scope, returns, component.startLine)
    return type === undefined ? undefined : { type }
  }
}

/** ``run`2()`` → `run` with two type arguments. */
function calledName(part: string): { readonly name: string; readonly typeArgs?: number } {
  const [name = '', count] = part.replace(/\(\)$/, '').split('`')
  return count === undefined ? { name } : { name, typeArgs: Number(count) }
}

const asHolder = (type: Component | undefined): Holder | undefined => (type === undefined ? undefined : { type })

/** Types have members; so have objects bound to a constant, and namespaces. */
function holderOf(component: Component | undefined): Holder | undefined {
  return component !== undefined && (typeKinds.has(component.kind) || component.kind === 'constant' || component.kind === 'module') ? { type: component } : undefined
}
