import { posix } from 'node:path'
import type { Component, FileImport, ReferenceTier } from '../code-map.js'
import type { ImportFact } from '../file-facts.js'
import type { Language } from '../language.js'
import type { RepositoryIndex } from './import-resolver.js'
import type { ParsedFile } from './parsed-file.js'

const typeKinds = new Set(['class', 'interface', 'struct', 'enum', 'type'])
const maxHops = 6

/** One file's names. */
export class FileScope {
  readonly path: string
  readonly language: Language
  readonly facts: ParsedFile['facts']
  readonly components: readonly Component[]
  readonly top = new Map<string, Component>()
  readonly #byName = new Map<string, number[]>()
  readonly #locals = new Set<string>()
  readonly #variables = new Map<string, string>()
  readonly #fields = new Map<string, string>()

  constructor(file: ParsedFile) {
    this.path = file.path
    this.language = file.language
    this.facts = file.facts
    this.components = file.components
    file.facts.definitions.forEach((definition, at) => {
      const component = file.components[at]
      if (component === undefined) return
      const list = this.#byName.get(definition.name)
      if (list === undefined) this.#byName.set(definition.name, [at])
      else list.push(at)
      if (definition.parent < 0 && definition.owner === undefined && !this.top.has(definition.name)) this.top.set(definition.name, component)
    })
    for (const [name, within] of file.facts.locals) this.#locals.add(`${within} ${name}`)
    for (const { variable, type, within, field } of file.facts.bindings) {
      const owner = field === true ? this.enclosingType(within)?.id : undefined
      if (owner !== undefined) this.#fields.set(`${owner} ${variable}`, type)
      else this.#variables.set(`${within} ${variable}`, type)
    }
  }

  /** A parameter of an enclosing function has this name. */
  isHidden(name: string, within: number): boolean {
    return this.#climb(within, (at) => (this.#locals.has(`${at} ${name}`) ? true : undefined)) ?? false
  }

  /** The innermost definition of the name whose scope holds the line. Members are not visible by their bare names. */
  visible(name: string, line: number, within: number): Component | undefined {
    let best: number | undefined
    for (const at of this.#byName.get(name) ?? []) {
      const definition = this.facts.definitions[at]
      if (definition === undefined || definition.owner !== undefined || definition.kind === 'method' || definition.kind === 'field') continue
      if (line < definition.scopeStart || line > definition.scopeEnd) continue
      if (definition.parent >= 0 && !this.#isInside(within, definition.parent)) continue
      const known = best === undefined ? undefined : this.facts.definitions[best]
      if (known === undefined || definition.scopeStart > known.scopeStart) best = at
    }
    return best === undefined ? undefined : this.components[best]
  }

  variableType(name: string, within: number): string | undefined {
    return this.#climb(within, (at) => this.#variables.get(`${at} ${name}`)) ?? this.#variables.get(`-1 ${name}`)
  }

  fieldType(field: string, owner: Component): string | undefined {
    return this.#fields.get(`${owner.id} ${field}`)
  }

  enclosingType(within: number): Component | undefined {
    return this.#climb(within, (at) => {
      const definition = this.facts.definitions[at]
      if (definition === undefined) return undefined
      if (typeKinds.has(definition.kind)) return this.components[at]
      return definition.owner === undefined ? undefined : this.top.get(definition.owner)
    })
  }

  #isInside(within: number, ancestor: number): boolean {
    return this.#climb(within, (at) => (at === ancestor ? true : undefined)) ?? false
  }

  #climb<T>(within: number, look: (at: number) => T | undefined): T | undefined {
    for (let at = within; at >= 0; at = this.facts.definitions[at]?.parent ?? -1) {
      const found = look(at)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** All files' names, their imports, and the members of their types. */
export class ScopeTable {
  readonly #scopes = new Map<string, FileScope>()
  readonly #targets = new Map<ImportFact, readonly string[]>()
  readonly #members = new Map<string, Map<string, Component>>()
  readonly #packages = new Map<string, FileScope[]>()
  readonly #external = new Map<string, Component[]>()
  readonly #parents = new Map<string, Component[]>()

  constructor(files: readonly ParsedFile[], index: RepositoryIndex) {
    for (const file of files) this.#scopes.set(file.path, new FileScope(file))
    for (const scope of this.#scopes.values()) {
      for (const fact of scope.facts.imports) {
        this.#targets.set(fact, scope.language.resolveImport({ from: scope.path, source: fact.source, name: fact.name }, index))
      }
      if (scope.language.sharedScope === 'package') this.#addTo(this.#packages, this.#packageKey(scope), scope)
      if (scope.language.sharedScope === 'linker') {
        for (const [name, component] of scope.top) if (component.visibility === 'public' || component.kind !== 'function') this.#addTo(this.#external, name, component)
      }
    }
    for (const scope of this.#scopes.values()) this.#collectMembers(scope)
    for (const scope of this.#scopes.values()) this.#collectParents(scope)
  }

  scope(path: string): FileScope | undefined {
    return this.#scopes.get(path)
  }

  imports(): FileImport[] {
    const merged = new Map<string, FileImport>()
    for (const scope of this.#scopes.values()) {
      for (const fact of scope.facts.imports) {
        const targets = (this.#targets.get(fact) ?? []).filter((target) => target !== scope.path)
        const key = `${scope.path}\n${fact.line}\n${fact.source}`
        const known = merged.get(key)
        merged.set(key, { from: scope.path, line: fact.line, specifier: fact.source, targets: [...new Set([...(known?.targets ?? []), ...targets])].sort() })
      }
    }
    return [...merged.values()].sort((a, b) => (a.from === b.from ? a.line - b.line || (a.specifier < b.specifier ? -1 : 1) : a.from < b.from ? -1 : 1))
  }

  imported(scope: FileScope, local: string, hops = 0): Component | undefined {
    for (const fact of scope.facts.imports) {
      if (fact.local === local && fact.name !== undefined && fact.reexport !== true) {
        const found = this.#exported(this.#targets.get(fact) ?? [], fact.name, hops)
        if (found !== undefined) return found
      }
    }
    for (const fact of scope.facts.imports) {
      if (fact.name === '*' && fact.reexport !== true) {
        const found = this.#exported(this.#targets.get(fact) ?? [], local, hops)
        if (found !== undefined) return found
      }
      // A namespace that is called: `const fastify = require('./fastify')` binds the module's own function.
      if (fact.namespace === local && scope.language.id === 'javascript') {
        const found = this.#exported(this.#targets.get(fact) ?? [], 'default', hops)
        if (found !== undefined) return found
      }
      if (scope.language.id === 'java' && fact.name === undefined && fact.source.endsWith(`.${local}`)) {
        const found = this.#exported(this.#targets.get(fact) ?? [], local, hops)
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  throughNamespace(scope: FileScope, namespace: string, name: string): Component | undefined {
    for (const fact of scope.facts.imports) {
      const targets = this.#targets.get(fact) ?? []
      if (targets.length === 0) continue
      const known = fact.namespace ?? (scope.language.id === 'go' ? this.#goPackageName(targets) : scope.language.id === 'python' && fact.name === undefined ? fact.source : undefined)
      // `from package import module` binds a module too.
      const module = scope.language.id === 'python' && fact.local === namespace && targets.some((target) => moduleName(target) === fact.name)
      if (known !== namespace && !module) continue
      const found = this.#exported(module ? targets.slice(0, 1) : targets, name, 0)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Names that need no import: the same package, or the linker's. */
  shared(scope: FileScope, name: string): { component: Component; tier: ReferenceTier } | undefined {
    if (scope.language.sharedScope === 'package') {
      for (const other of this.#packages.get(this.#packageKey(scope)) ?? []) {
        const found = other.top.get(name)
        if (found !== undefined) return { component: found, tier: 'package' }
      }
    }
    if (scope.language.sharedScope === 'linker') {
      const found = this.#external.get(name) ?? []
      const [only] = found
      if (only !== undefined && found.length === 1) return { component: only, tier: 'linker' }
    }
    return undefined
  }

  type(scope: FileScope, name: string): Component | undefined {
    const found = scope.top.get(name) ?? this.imported(scope, name) ?? this.shared(scope, name)?.component
    return found !== undefined && typeKinds.has(found.kind) ? found : undefined
  }

  /** A method or field of a type or of what it extends. */
  member(type: Component, name: string, skipOwn = false, hops = 0): Component | undefined {
    const own = skipOwn ? undefined : this.#members.get(type.id)?.get(name)
    if (own !== undefined || hops > maxHops) return own
    for (const parent of this.#parents.get(type.id) ?? []) {
      const found = this.member(parent, name, false, hops + 1)
      if (found !== undefined) return found
    }
    return undefined
  }

  #exported(targets: readonly string[], name: string, hops: number): Component | undefined {
    if (hops > maxHops) return undefined
    for (const target of targets) {
      const scope = this.#scopes.get(target)
      if (scope === undefined) continue
      const own = name === 'default' ? defaultExport(scope) : scope.top.get(name)
      if (own !== undefined) return own
    }
    for (const target of targets) {
      const scope = this.#scopes.get(target)
      if (scope === undefined) continue
      for (const fact of scope.facts.imports) {
        const forwards = fact.reexport === true ? fact.local === name || fact.name === '*' : scope.language.id === 'python' && fact.local === name
        if (!forwards) continue
        const found = this.#exported(this.#targets.get(fact) ?? [], fact.name === '*' ? name : (fact.name ?? name), hops + 1)
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  #goPackageName(targets: readonly string[]): string | undefined {
    return targets.map((target) => this.#scopes.get(target)?.facts.packageName).find((name) => name !== undefined)
  }

  /** Go: the folder and its package clause, so that `foo_test` is a package of its own. Java: the declared package. */
  #packageKey(scope: FileScope): string {
    const name = scope.facts.packageName ?? ''
    return scope.language.id === 'go' ? `go ${posix.dirname(scope.path)} ${name}` : `${scope.language.id} ${name}`
  }

  #collectMembers(scope: FileScope): void {
    scope.facts.definitions.forEach((definition, at) => {
      const component = scope.components[at]
      if (component === undefined) return
      const owner = definition.owner === undefined ? scope.components[definition.parent] : this.type(scope, definition.owner) ?? scope.top.get(definition.owner)
      if (owner === undefined) return
      let members = this.#members.get(owner.id)
      if (members === undefined) this.#members.set(owner.id, (members = new Map()))
      if (!members.has(definition.name)) members.set(definition.name, component)
    })
  }

  #collectParents(scope: FileScope): void {
    for (const fact of scope.facts.references) {
      if (fact.kind !== 'extends' && fact.kind !== 'implements') continue
      const child = scope.components[fact.within]
      const parent = fact.receiver === undefined ? this.type(scope, fact.name) : this.throughNamespace(scope, fact.receiver, fact.name)
      if (child !== undefined && parent !== undefined && child.id !== parent.id) this.#addTo(this.#parents, child.id, parent)
    }
  }

  #addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
    const list = map.get(key)
    if (list === undefined) map.set(key, [value])
    else list.push(value)
  }
}

function moduleName(path: string): string {
  const name = posix.basename(path, '.py')
  return name === '__init__' ? posix.basename(posix.dirname(path)) : name
}

/** What `export default` or `module.exports =` names: the exported definition when there is exactly one. */
function defaultExport(scope: FileScope): Component | undefined {
  const exported = scope.facts.definitions.flatMap((definition, at) => (definition.exported && definition.parent < 0 && definition.owner === undefined ? (scope.components[at] ?? []) : []))
  return exported.length === 1 ? exported[0] : undefined
}
