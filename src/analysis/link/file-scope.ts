import type { Component } from '../code-map.js'
import type { Binding, Definition, ImportFact } from '../file-facts.js'
import type { Language } from '../language.js'
import { Ranges, type Range } from '../ranges.js'
import type { ParsedFile } from './parsed-file.js'

export const typeKinds: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'enum', 'type'])

/** One name may be defined or bound so often in a file; what generated code does beyond is not looked through. */
export const maxSame = 500

/** One file's names: what is defined, bound and hidden where. */
export class FileScope {
  readonly path: string
  readonly language: Language
  readonly facts: ParsedFile['facts']
  readonly components: readonly Component[]
  readonly isTest: boolean
  /** What other files may mean by a name; a type and a value may share one. */
  readonly top = new Map<string, Component[]>()
  /** Types of other files that get members here, by the name they have here. */
  readonly owners = new Map<string, Component>()
  readonly importsByLocal = new Map<string, ImportFact[]>()
  /** Imports of all that a module has, each module once. */
  readonly stars: readonly ImportFact[]
  /** Whether it hands on all that some module has. */
  readonly reexportsAll: boolean
  readonly #byName = new Map<string, number[]>()
  readonly #typeParameters = new Map<string, Ranges>()
  #inside: Inside | undefined
  /** Places of fields whose type is not in this file: they count as variables. */
  readonly #ownerless = new Set<number>()
  readonly #fields = new Map<Component, Map<string, Binding>>()
  readonly #indexes = new Map<string, number>()

  constructor(file: ParsedFile) {
    this.path = file.path
    this.language = file.language
    this.facts = file.facts
    this.components = file.components
    this.isTest = file.language.isTest(file.path)
    file.facts.definitions.forEach((definition, at) => this.#addDefinition(definition, at))
    for (const [name, first, last] of file.facts.typeParameters ?? []) declare(this.#typeParameters, name, [first, last])
    file.facts.fields.forEach((field, at) => this.#addField(field, at))
    const stars = file.facts.imports.filter((fact) => fact.name === '*')
    this.stars = [...new Map(stars.map((fact) => [`${fact.source} ${fact.reexport === true}`, fact])).values()]
    this.reexportsAll = this.stars.some(({ reexport }) => reexport === true)
    for (const fact of file.facts.imports) {
      const local = fact.local ?? (fact.name === undefined && fact.namespace === undefined ? this.language.importedAs?.(fact.source, undefined).name : undefined)
      if (local !== undefined) push(this.importsByLocal, local, fact)
    }
  }

  /** What a bare name means at a line, as far as this file tells. `hidden`: a parameter, variable or type parameter. Members are not visible so. */
  visible(name: string, line: number, within: number, wantsType: boolean): Component | 'hidden' | undefined {
    let best: Definition | undefined
    let found: Component | undefined
    for (const at of this.#byName.get(name) ?? []) {
      const definition = this.facts.definitions[at]
      const component = this.components[at]
      if (definition === undefined || component === undefined || !this.#isVisible(definition, line, within)) continue
      const isBetter = best === undefined || definition.scopeStart > best.scopeStart || (definition.scopeStart === best.scopeStart && typeKinds.has(definition.kind) === wantsType && typeKinds.has(best.kind) !== wantsType)
      if (isBetter) [best, found] = [definition, component]
    }
    const local = (wantsType ? this.#typeParameters : this.#within().locals).get(name)?.around(line)
    return local !== undefined && (best === undefined || best.scopeStart < local[0] || (wantsType && best.scopeStart === local[0])) ? 'hidden' : found
  }

  /** The binding of a variable that holds at a line: the last one before it in the scope that declares the variable. */
  binding(variable: string, line: number): Binding | undefined {
    const known = this.#within().variables.get(variable)
    if (known === undefined) return undefined
    const bindings = known.get(this.#declaredIn(variable, line)) ?? []
    return bindings.findLast((binding) => binding.line <= line) ?? bindings[0]
  }

  isHidden(name: string, line: number): boolean {
    return this.#declaredIn(name, line) !== undefined
  }

  /** Its own references are linked: others seldom ask what is inside of it, and then it is read anew. */
  rest(): void {
    this.#inside = undefined
  }

  field(name: string, owner: Component): Binding | undefined {
    return this.#fields.get(owner)?.get(name)
  }

  /** Types around a place, the innermost first. */
  enclosingTypes(within: number): Component[] {
    const types: Component[] = []
    for (let at = within; at >= 0; at = this.facts.definitions[at]?.parent ?? -1) {
      const definition = this.facts.definitions[at]
      const component = this.components[at]
      if (definition === undefined || component === undefined) break
      const owner = definition.owner === undefined ? undefined : this.top.get(definition.owner)?.find(({ kind }) => typeKinds.has(kind) || kind === 'function') ?? this.owners.get(definition.owner)
      if (typeKinds.has(definition.kind)) types.push(component)
      else if (owner !== undefined) types.push(owner)
    }
    return types
  }

  /** The type that a member of this file belongs to. */
  ownerOf(component: Component): Component | undefined {
    return this.enclosingTypes(this.#indexes.get(component.id) ?? -1)[0]
  }

  definition(component: Component): Definition | undefined {
    return this.facts.definitions[this.#indexes.get(component.id) ?? -1]
  }

  #isVisible(definition: Definition, line: number, within: number): boolean {
    if (definition.owner !== undefined || definition.kind === 'method' || definition.kind === 'field') return false
    if (line < definition.scopeStart || line > definition.scopeEnd) return false
    return definition.parent < 0 || this.#isInside(within, definition.parent)
  }

  /** In nothing but, where the language says so, modules. */
  #isOutside(definition: Definition): boolean {
    if (definition.parent < 0) return true
    const around = this.facts.definitions[definition.parent]
    return this.language.openModules === true && around?.kind === 'module' && this.#isOutside(around)
  }

  #isInside(within: number, ancestor: number): boolean {
    for (let at = within; at >= 0; at = this.facts.definitions[at]?.parent ?? -1) if (at === ancestor) return true
    return false
  }

  #declaredIn(name: string, line: number): Range | undefined {
    return this.#within().locals.get(name)?.around(line)
  }

  #addDefinition(definition: Definition, at: number): void {
    const component = this.components[at]
    if (component === undefined) return
    this.#indexes.set(component.id, at)
    const name = spelled(definition)
    if ((this.#byName.get(name)?.length ?? 0) < maxSame) push(this.#byName, name, at)
    if (definition.owner === undefined && definition.hidden !== true && this.#isOutside(definition)) push(this.top, name, component)
  }

  #addField(binding: Binding, at: number): void {
    const [owner] = this.enclosingTypes(binding.within)
    if (owner === undefined) {
      this.#ownerless.add(at)
      return
    }
    const fields = this.#fields.get(owner) ?? new Map<string, Binding>()
    this.#fields.set(owner, fields)
    if (!fields.has(binding.variable)) fields.set(binding.variable, binding)
  }

  #within(): Inside {
    if (this.#inside !== undefined) return this.#inside
    const { locals, bindings } = this.facts.inside()
    this.#inside = { locals: new Map(), variables: new Map() }
    for (const [name, first, last] of locals) declare(this.#inside.locals, name, [first, last])
    let fields = 0
    for (const binding of bindings) if (binding.field !== true || this.#ownerless.has(fields++)) addVariable(this.#inside, binding)
    return this.#inside
  }
}

/** What is declared and bound in a file's scopes. */
interface Inside {
  readonly locals: Map<string, Ranges>
  /** By name and by the scope that declares it, undefined where none does. */
  readonly variables: Map<string, Map<Range | undefined, Binding[]>>
}

function addVariable({ locals, variables }: Inside, binding: Binding): void {
  const scopes = variables.get(binding.variable) ?? new Map<Range | undefined, Binding[]>()
  variables.set(binding.variable, scopes)
  const scope = locals.get(binding.variable)?.around(binding.line)
  const known = scopes.get(scope)
  if (known === undefined) scopes.set(scope, [binding])
  else if (known.length < maxSame) known.push(binding)
}

/** As references spell it: types of one name may differ in their number of parameters. */
const spelled = ({ name, arity }: Definition): string => (arity === undefined ? name : `${name}\`${arity}`)

function declare(names: Map<string, Ranges>, name: string, lines: Range): void {
  let scopes = names.get(name)
  if (scopes === undefined) names.set(name, (scopes = new Ranges()))
  scopes.add(lines)
}

export function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Of definitions that share a name, the type or the value, whichever is meant. */
export function pick(candidates: readonly Component[] | undefined, wantsType: boolean): Component | undefined {
  return candidates?.find(({ kind }) => typeKinds.has(kind) === wantsType) ?? candidates?.[0]
}
