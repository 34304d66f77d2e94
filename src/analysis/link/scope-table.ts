import { posix } from 'node:path'
import type { Component, FileImport, ReferenceTier } from '../code-map.js'
import type { ImportFact } from '../file-facts.js'
import type { RepositoryIndex } from './import-resolver.js'
import type { ParsedFile } from './parsed-file.js'
import { defaultExport, isOffered, staticMember } from './file-exports.js'
import { FileScope, pick, push } from './file-scope.js'
import { packageKey, packageKeys } from './package-keys.js'
import { Trail } from './trail.js'

const maxIncludes = 2_000
const none: readonly never[] = []

/** What was looked for behind an import by name; null: it is not there. */
type Exports = WeakMap<readonly string[], Map<string, Component | null>>

/** All files' names and how they reach each other: imports, packages, the linker. */
export class ScopeTable {
  readonly #scopes = new Map<string, FileScope>()
  readonly #targets = new Map<ImportFact, readonly string[]>()
  /** Imports that hold for every file of a project. */
  readonly #implicit = new Map<FileScope, readonly ImportFact[]>()
  readonly #wholes = new Map<FileScope, readonly ImportFact[]>()
  readonly #namespaces = new Map<FileScope, Map<string, ImportFact[]>>()
  readonly #packages = new Map<string, Map<string, Component[]>>()
  readonly #external = new Map<string, Component[]>()
  readonly #everywhere = new Map<string, Component[]>()
  readonly #includes = new Map<string, ReadonlySet<string>>()
  /** What was looked for behind an import, found or not. */
  readonly #exportedTypes: Exports = new WeakMap()
  readonly #exportedValues: Exports = new WeakMap()
  readonly #packageKeys = new Map<FileScope, readonly string[]>()

  constructor(files: readonly ParsedFile[], index: RepositoryIndex) {
    for (const file of files) this.#scopes.set(file.path, new FileScope(file))
    // What was found behind an import is remembered for all that lead to the same files.
    const known = new Map<string, readonly string[]>()
    const shared = (targets: readonly string[]): readonly string[] => {
      const key = targets.join('\n')
      const same = known.get(key)
      if (same === undefined) known.set(key, targets)
      return same ?? targets
    }
    for (const scope of this.#scopes.values()) {
      for (const fact of scope.facts.imports) {
        this.#targets.set(fact, shared(scope.language.resolveImport({ from: scope.path, source: fact.source, name: fact.name }, index)))
      }
      if (scope.language.sharedScope === 'package') this.#addToPackage(scope)
      if (scope.language.sharedScope === 'linker') this.#addToLinker(scope)
      if (scope.language.sharedScope === 'repository') for (const [name, all] of scope.top) for (const one of all) push(this.#everywhere, `${scope.language.id} ${name}`, one)
    }
    this.#findImplicit(index)
    for (const scope of this.#scopes.values()) this.#namespaces.set(scope, this.#findNamespaces(scope))
    for (const scope of this.#scopes.values()) if (scope.language.modulePaths !== undefined) this.#followPaths(scope, scope.language.modulePaths, index)
  }

  scopes(): Iterable<FileScope> {
    return this.#scopes.values()
  }

  scope(path: string): FileScope | undefined {
    return this.#scopes.get(path)
  }

  /** Files of the repository that an import means. */
  targetsOf(fact: ImportFact): readonly string[] {
    return this.#targets.get(fact) ?? []
  }

  imports(): FileImport[] {
    return [...this.#scopes.values()].sort((a, b) => compare(a.path, b.path)).flatMap((scope) => this.#importsOf(scope))
  }

  /** By line and specifier; names that one statement imports together. */
  #importsOf(scope: FileScope): FileImport[] {
    const merged = new Map<string, { readonly line: number; readonly specifier: string; readonly targets: Set<string> }>()
    for (const fact of scope.facts.imports) {
      const key = `${fact.line} ${fact.source}`
      let known = merged.get(key)
      if (known === undefined) merged.set(key, (known = { line: fact.line, specifier: fact.source, targets: new Set() }))
      for (const target of this.#targets.get(fact) ?? none) if (target !== scope.path) known.targets.add(target)
    }
    const inOrder = [...merged.values()].sort((a, b) => a.line - b.line || compare(a.specifier, b.specifier))
    return inOrder.map(({ line, specifier, targets }) => ({ from: scope.path, line, specifier, targets: [...targets].sort() }))
  }

  /** What an import of this file binds to a bare name. */
  imported(scope: FileScope, local: string, wantsType: boolean): Component | undefined {
    for (const fact of scope.importsByLocal.get(local) ?? []) {
      if (fact.reexport === true) continue
      const found = this.exported(this.#targets.get(fact) ?? [], fact.name ?? local, wantsType)
      if (found !== undefined) return found
    }
    for (const fact of this.#whole(scope)) {
      const found = this.exported(this.#targets.get(fact) ?? [], local, wantsType)
      if (found !== undefined && (scope.language.impliesSelf !== true || isOffered(found, fact))) return found
    }
    if (scope.language.callsModules !== true) return undefined
    return this.namespace(scope, local).map((targets) => this.exported(targets, 'default', wantsType)).find((found) => found !== undefined)
  }

  /** Whether what a file offers is seen in another without naming its package: of one package, of one around it, or imported whole. */
  isOpenTo(scope: FileScope, other: FileScope): boolean {
    const own = packageKey(other)
    return scope === other || this.#packagesAround(scope).includes(own) || this.#whole(scope).some((fact) => (this.#targets.get(fact) ?? []).includes(other.path))
  }

  /** Imports of everything that something offers. */
  #whole(scope: FileScope): readonly ImportFact[] {
    let whole = this.#wholes.get(scope)
    if (whole === undefined) this.#wholes.set(scope, (whole = [...scope.stars.filter(({ reexport }) => reexport !== true), ...(this.#implicit.get(scope) ?? [])]))
    return whole
  }

  /** `a::b::c` where `b` is no file: another crate under that name, or a module inside of a file. */
  #followPaths(scope: FileScope, separator: string, index: RepositoryIndex): void {
    let isChanged = false
    for (const fact of scope.facts.imports) {
      const [first = '', ...rest] = fact.source.split(separator)
      const known = this.#targets.get(fact) ?? []
      // `use a::b` where `b` is a crate under another name.
      const named = fact.name === undefined || fact.name === '*' ? undefined : this.offeredModules(known, fact.name)[0]
      if (named !== undefined && named.some((path) => !known.includes(path))) {
        this.#targets.set(fact, [...new Set([...known, ...named])])
        isChanged = true
      }
      if (rest.length === 0 || known.length > 0) continue
      let targets = scope.language.resolveImport({ from: scope.path, source: first, name: undefined }, index)
      for (const part of rest) targets = targets.length === 0 ? targets : this.#moduleIn(targets, part)
      if (targets.length > 0) this.#targets.set(fact, targets)
      isChanged ||= targets.length > 0
    }
    if (isChanged) this.#namespaces.set(scope, this.#findNamespaces(scope))
  }

  #moduleIn(targets: readonly string[], name: string): readonly string[] {
    const [offered] = this.offeredModules(targets, name)
    if (offered !== undefined) return offered
    const inner = this.exported(targets, name, true)
    return inner?.kind === 'module' ? [inner.path] : []
  }

  /** What a project's build files import into each of its files; one fact for all that share it. */
  #findImplicit(index: RepositoryIndex): void {
    const facts = new Map<string, ImportFact>()
    for (const scope of this.#scopes.values()) {
      const sources = scope.language.implicitImports?.(scope.path, index) ?? []
      if (sources.length === 0) continue
      this.#implicit.set(scope, sources.map((source) => {
        let fact = facts.get(source)
        if (fact === undefined) {
          facts.set(source, (fact = { source, line: 1, name: '*' }))
          this.#targets.set(fact, scope.language.resolveImport({ from: scope.path, source, name: '*' }, index))
        }
        return fact
      }))
    }
  }

  /** Files that a whole-module import binds to a name; several imports may share one (Python packages). */
  namespace(scope: FileScope, name: string): readonly (readonly string[])[] {
    const bound = this.#namespaces.get(scope)?.get(name)
    // Most names are no module's, and nothing leads to one.
    if (bound === undefined && !scope.importsByLocal.has(name) && (scope.language.importsModules === true || !scope.reexportsAll)) return none
    const whole = (bound ?? none).map((fact) => this.#targets.get(fact) ?? none)
    if (scope.language.importsModules !== true) return whole.length > 0 ? whole : this.#handedOn(scope, name, new Trail())
    const modules = (scope.importsByLocal.get(name) ?? []).flatMap((fact) => (this.#targets.get(fact) ?? []).filter((target) => moduleName(target) === fact.name).slice(0, 1))
    return modules.length === 0 ? whole : [...whole, modules]
  }

  /** Modules that modules offer under a name: bound whole there, or files of the package (Python). */
  offeredModules(targets: readonly string[], name: string, trail = new Trail()): (readonly string[])[] {
    for (const scope of this.#entered(targets, name, trail)) {
      const own = (this.#namespaces.get(scope)?.get(name) ?? []).map((fact) => this.#targets.get(fact) ?? [])
      const found = own.length > 0 ? own : scope.language.importsModules === true ? this.#parts(scope, name) : this.#handedOn(scope, name, trail)
      if (found.length > 0) return found
    }
    return []
  }

  /** `import * as core from './core'; export { core }`, and who imports it from there by name. */
  #handedOn(scope: FileScope, name: string, trail: Trail): (readonly string[])[] {
    for (const fact of scope.importsByLocal.get(name) ?? []) {
      const found = this.offeredModules(this.#targets.get(fact) ?? [], fact.name ?? name, trail.next())
      if (found.length > 0) return found
    }
    for (const fact of scope.stars) {
      if (trail.isOver) return []
      if (fact.reexport !== true) continue
      const found = this.offeredModules(this.#targets.get(fact) ?? [], name, trail.next())
      if (found.length > 0) return found
    }
    return []
  }

  #parts(scope: FileScope, name: string): (readonly string[])[] {
    if (posix.basename(scope.path, posix.extname(scope.path)) !== '__init__') return []
    const folder = posix.dirname(scope.path)
    const part = [`${folder}/${name}.py`, `${folder}/${name}/__init__.py`].find((path) => this.#scopes.has(path))
    return part === undefined ? [] : [[part]]
  }

  /** What a name means that the file does not define: imported, or seen without an import. */
  outer(scope: FileScope, name: string, wantsType: boolean): { component: Component; tier: ReferenceTier } | undefined {
    const shared = scope.language.ownPackageFirst === true ? this.shared(scope, name, wantsType) : undefined
    if (shared !== undefined) return shared
    const component = this.imported(scope, name, wantsType)
    return component === undefined ? this.shared(scope, name, wantsType) : { component, tier: 'import' }
  }

  #packagesAround(scope: FileScope): readonly string[] {
    let keys = this.#packageKeys.get(scope)
    if (keys === undefined) this.#packageKeys.set(scope, (keys = packageKeys(scope)))
    return keys
  }

  /** Names that need no import: the same package, or the linker's. What tests define is theirs. */
  shared(scope: FileScope, name: string, wantsType: boolean): { component: Component; tier: ReferenceTier } | undefined {
    const reachable = (all: readonly Component[] = none) => all.filter(({ path }) => path !== scope.path && (scope.isTest || this.#scopes.get(path)?.isTest !== true))
    if (scope.language.sharedScope === 'package') {
      for (const key of this.#packagesAround(scope)) {
        const all = this.#packages.get(key)?.get(name)
        const component = all === undefined ? undefined : pick(reachable(all), wantsType)
        if (component !== undefined) return { component, tier: 'package' }
      }
      return undefined
    }
    if (scope.language.sharedScope === 'repository') {
      const component = oneOf(reachable(this.#everywhere.get(`${scope.language.id} ${name}`)))
      return component === undefined ? undefined : { component, tier: 'package' }
    }
    if (scope.language.sharedScope === 'linker') {
      const component = this.#linked(scope, reachable(this.#external.get(name)))
      return component === undefined ? undefined : { component, tier: 'linker' }
    }
    return undefined
  }

  /** What files offer under a name, through re-exports; `default` for the default export. */
  exported(targets: readonly string[], name: string, wantsType: boolean): Component | undefined {
    if (targets.length === 0) return undefined
    const all = wantsType ? this.#exportedTypes : this.#exportedValues
    let known = all.get(targets)
    if (known === undefined) all.set(targets, (known = new Map()))
    let found = known.get(name)
    if (found === undefined) known.set(name, (found = this.#findExported(targets, name, wantsType, new Trail()) ?? null))
    return found ?? undefined
  }

  #findExported(targets: readonly string[], name: string, wantsType: boolean, trail: Trail): Component | undefined {
    const scopes = this.#entered(targets, name, trail)
    for (const scope of scopes) {
      const own = name === 'default' ? defaultExport(scope) : pick(scope.top.get(name), wantsType)
      if (own !== undefined) return own
    }
    for (const scope of scopes) {
      const forwarded = this.#forwarded(scope, name, wantsType, trail)
      if (forwarded !== undefined) return forwarded
    }
    return scopes[0]?.language.impliesSelf === true ? staticMember(scopes[0], name) : undefined
  }

  #entered(targets: readonly string[], name: string, trail: Trail): FileScope[] {
    if (trail.isOver) return []
    return targets.flatMap((target) => (trail.enters(target, name) ? (this.#scopes.get(target) ?? []) : []))
  }

  #forwarded(scope: FileScope, name: string, wantsType: boolean, trail: Trail): Component | undefined {
    for (const fact of scope.importsByLocal.get(name) ?? []) {
      const found = this.#findExported(this.#targets.get(fact) ?? [], fact.name ?? name, wantsType, trail.next())
      if (found !== undefined) return found
    }
    for (const fact of scope.stars) {
      if (trail.isOver) return undefined
      if (fact.reexport !== true && scope.language.importsModules !== true) continue
      const found = this.#findExported(this.#targets.get(fact) ?? [], name, wantsType, trail.next())
      if (found !== undefined) return found
    }
    return undefined
  }

  /**
   * The linker knows one definition of a name; where builds choose between several, the included header says which. What a header
   * defines (types, macros, inline functions) is there only for those that include it.
   */
  #linked(scope: FileScope, all: readonly Component[]): Component | undefined {
    const candidates = all.filter(({ path }) => !/\.(h|hh|hpp|hxx)$/.test(path) || this.#included(scope.path).has(path))
    if (candidates.length <= 1) return candidates[0]
    const included = new Set(scope.facts.imports.flatMap((fact) => (this.#targets.get(fact) ?? []).map(stem)))
    const near = candidates.filter(({ path }) => included.has(stem(path)))
    return near.length === 1 ? near[0] : undefined
  }

  /** Every file that a file includes, by any way. */
  #included(path: string): ReadonlySet<string> {
    const known = this.#includes.get(path)
    if (known !== undefined) return known
    const found = new Set<string>()
    const queue = [path]
    for (let at = queue.pop(); at !== undefined && found.size < maxIncludes; at = queue.pop()) {
      for (const target of (this.#scopes.get(at)?.facts.imports ?? []).flatMap((fact) => this.#targets.get(fact) ?? [])) {
        if (!found.has(target)) queue.push(target)
        found.add(target)
      }
    }
    this.#includes.set(path, found)
    return found
  }

  #findNamespaces(scope: FileScope): Map<string, ImportFact[]> {
    const namespaces = new Map<string, ImportFact[]>()
    for (const fact of scope.facts.imports) {
      const targets = this.#targets.get(fact) ?? []
      if (targets.length === 0 || fact.name !== undefined) continue
      const packageName = targets.map((target) => this.#scopes.get(target)?.facts.packageName).find((name) => name !== undefined)
      const name = fact.namespace ?? scope.language.importedAs?.(fact.source, packageName).namespace
      if (name !== undefined) push(namespaces, name, fact)
    }
    return namespaces
  }

  #addToPackage(scope: FileScope): void {
    const key = packageKey(scope)
    let names = this.#packages.get(key)
    if (names === undefined) this.#packages.set(key, (names = new Map()))
    for (const [name, components] of scope.top) for (const component of components) push(names, name, component)
  }

  #addToLinker(scope: FileScope): void {
    for (const [name, components] of scope.top) {
      const offered = components.find(({ visibility }) => visibility === 'public')
      if (offered !== undefined) push(this.#external, name, offered)
    }
  }
}

/** The one definition of a name; several of one file count as that file's first (a class that is opened again). */
function oneOf(all: readonly Component[]): Component | undefined {
  return all.every(({ path }) => path === all[0]?.path) ? all[0] : undefined
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const stem = (path: string): string => posix.basename(path, posix.extname(path))

function moduleName(path: string): string {
  const name = posix.basename(path, posix.extname(path))
  return name === '__init__' || name === 'mod' ? posix.basename(posix.dirname(path)) : name
}
