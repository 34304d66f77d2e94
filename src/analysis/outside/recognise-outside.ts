import type { Binding, ImportFact, ReferenceFact } from '../file-facts.js'
import { push, type FileScope } from '../link/file-scope.js'
import type { ScopeTable } from '../link/scope-table.js'
import { knownSymbols, type Candidate, type KnownSymbols } from './known-symbols.js'
import type { OutsideKind } from './outside-use.js'

export interface KnownUse {
  readonly kind: OutsideKind
  readonly symbol: string
}

/** Annotations are types where they stand; what is inherited from says what a class is. */
const namedIsEnough: ReadonlySet<OutsideKind> = new Set(['authentication', 'consuming'])

/** A bare name never means a member of the type around it. */
const explicitSelf: ReadonlySet<string> = new Set(['python', 'typescript', 'javascript', 'vue', 'svelte', 'go', 'rust', 'php', 'c'])

const none: readonly never[] = []

interface Place {
  readonly line: number
  readonly within: number
}

/**
 * What references of one file use that leads out of the repository, where the name is certain: bound by an import that leads out too, there
 * without an import, or a member of a type that is. A variable of unknown type tells nothing.
 */
export class OutsideNames {
  readonly #scope: FileScope
  readonly #table: ScopeTable
  readonly #known: KnownSymbols | undefined
  /** Modules by the names that imports without names bind: `import os.path` has `os`, `import "os/exec"` has `exec`. */
  readonly #whole = new Map<string, ImportFact[]>()
  readonly #opened: readonly string[]
  readonly #members: ReadonlySet<string>

  constructor(scope: FileScope, table: ScopeTable) {
    this.#scope = scope
    this.#table = table
    this.#known = scope.isTest ? undefined : knownSymbols.get(scope.language.id)
    for (const fact of scope.facts.imports) {
      const bound = fact.name === undefined ? (fact.namespace ?? scope.language.importedAs?.(fact.source, undefined).namespace) : undefined
      if (bound !== undefined) push(this.#whole, fact.namespace === undefined && !bound.includes('/') ? (bound.split('.')[0] ?? bound) : bound, fact)
    }
    this.#opened = [...scope.stars.filter((fact) => this.#leadsOut(fact)).map(({ source }) => plainSource(source)), ...(this.#known?.implicit ?? none)]
    this.#members = new Set(explicitSelf.has(scope.language.id) ? none : scope.facts.definitions.map(({ name }) => name))
  }

  recognise(fact: ReferenceFact): KnownUse | undefined {
    if (this.#known === undefined || fact.kind === 'read' || fact.kind === 'implements') return undefined
    for (const candidate of fact.receiver === undefined ? this.#named(fact.name, fact) : this.#member(fact.receiver, fact.name, fact)) {
      const isUsed = fact.kind === 'call' || fact.kind === 'new'
      const kind = isUsed ? this.#known.kindOf(candidate) : this.#known.namedKindOf(candidate)
      if (kind !== undefined && (isUsed || namedIsEnough.has(kind))) return { kind, symbol: candidate.symbol }
    }
    return undefined
  }

  /** What a bare name may be. */
  #named(name: string, { line, within }: Place): readonly Candidate[] {
    const scope = this.#scope
    if (scope.isHidden(name, line) && !this.#isRequired(name, line)) return none
    const imports = scope.importsByLocal.get(name) ?? this.#whole.get(name) ?? none
    if (imports.length > 0) return imports.filter((fact) => this.#leadsOut(fact)).map((fact) => ({ symbol: symbolOf(fact, name) }))
    if (this.#members.has(name) || scope.visible(name, line, within, false) !== undefined || scope.visible(name, line, within, true) !== undefined) return none
    return [...this.#opened.map((source) => ({ symbol: `${source}.${name}`, guessed: source })), { symbol: name }]
  }

  /** What a member of the receiver may be. */
  #member(receiver: string, name: string, place: Place): readonly Candidate[] {
    if (receiver.startsWith('?')) return none
    const [first = '', ...between] = receiver.split('.')
    const head = plainName(first)
    const rest = [...between, name].map(plainName).join('.')
    // What a call gives, or one that is made on the spot.
    const isMade = /\(\)|^new /.test(receiver)
    const field = this.#field(receiver, place)
    if (field !== undefined) return this.#bound(field, name)
    const binding = first.endsWith('()') || first.startsWith('new ') || this.#isRequired(head, place.line) ? undefined : this.#scope.binding(head, place.line)
    const isImported = this.#scope.importsByLocal.has(head) && !this.#scope.isHidden(head, place.line)
    if (binding !== undefined && !isImported) return this.#bound(binding, rest)
    return this.#named(head, place).map((candidate) => ({ ...candidate, symbol: `${candidate.symbol}.${rest}`, ...(isMade ? { isMember: true as const } : {}) }))
  }

  /** A member of what a variable or field holds. One that is made of another is not followed. */
  #bound(binding: Binding, member: string): readonly Candidate[] {
    const whole = binding.receiver === undefined ? binding.type : `${binding.receiver}.${binding.type}`
    if (whole.startsWith('?')) return none
    const [head = '', ...rest] = whole.split('.').map(plainName)
    return this.#named(head, binding).map(({ symbol }) => ({ symbol: [symbol, ...rest, member].join('.'), isMember: true }))
  }

  /** `this.db`, and `s.db` where `s` is of a type of this file. */
  #field(receiver: string, { line, within }: Place): Binding | undefined {
    const [head = '', name, more] = receiver.split('.')
    if (name === undefined || more !== undefined) return undefined
    const isSelf = this.#scope.language.selfNames.includes(head)
    const holder = isSelf ? undefined : this.#scope.binding(head, line)
    const [owner] = isSelf ? this.#scope.enclosingTypes(within) : holder === undefined || holder.called === true ? none : (this.#scope.top.get(holder.type) ?? none)
    return owner === undefined ? undefined : this.#scope.field(name, owner)
  }

  /** `const fs = require('fs')` binds a variable, too. */
  #isRequired(name: string, line: number): boolean {
    return this.#whole.has(name) && this.#scope.binding(name, line)?.type === 'require'
  }

  #leadsOut(fact: ImportFact): boolean {
    return this.#table.targetsOf(fact).length === 0
  }
}

function symbolOf({ source, name, namespace }: ImportFact, local: string): string {
  const from = plainSource(source)
  if (name !== undefined && name !== 'default' && name !== '*') return from === '' ? name : `${from}.${name}`
  // `import os.path` binds `os`.
  const isFirstOfMany = name === undefined && namespace === undefined && from.includes('.') && !from.includes('/') && from.split('.')[0] === local
  return isFirstOfMany ? local : from
}

/** Without what a node of the syntax adds: `new Client`, `open()`, ``List`1``. */
const plainName = (part: string): string => part.replace(/^new /, '').replace(/\(\)$/, '').replace(/`\d+$/, '').split(':')[0] ?? part

const plainSource = (source: string): string => source.replace(/^(?:node|npm|jsr):/, '').replaceAll('::', '.').replaceAll('\\', '.')
