import type { ComponentKind, ReferenceKind } from './code-map.js'
import type { LiteralFacts } from './frameworks/literal-facts.js'

/** What parsing one file finds, independent of every other file: cached by blob, language and query version. */
export interface FileFacts extends LiteralFacts {
  readonly packageName?: string
  readonly doc?: string
  readonly errorShare: number
  readonly definitions: readonly Definition[]
  readonly imports: readonly ImportFact[]
  readonly references: readonly ReferenceFact[]
  readonly bindings: readonly Binding[]
  /** Parameters and variables inside functions, which hide definitions of the same name: [name, first line, last line of their scope]. */
  readonly locals: readonly (readonly [string, number, number])[]
  /** The same for type parameters, which hide types. */
  readonly typeParameters?: readonly (readonly [string, number, number])[]
}

export interface Definition {
  readonly name: string
  readonly kind: ComponentKind
  /** Type that a method belongs to although it does not lie inside (Go, prototypes). */
  readonly owner?: string | undefined
  /** Index of the enclosing definition, -1 at the top. */
  readonly parent: number
  readonly startLine: number
  readonly endLine: number
  /** Lines between which the name is visible. */
  readonly scopeStart: number
  readonly scopeEnd: number
  readonly signature: string
  /** From the opening parenthesis to the body, on one line, where definitions of one name differ by it. */
  readonly parameters?: string | undefined
  readonly doc?: string | undefined
  readonly exported: boolean
  /** How many type parameters a type has, where types of one name differ by it. */
  readonly arity?: number | undefined
  readonly access?: 'public' | 'private' | undefined
  /** What the module exports as its default, or as the whole of itself. */
  readonly isDefault?: true | undefined
  /** Inside a function without a name of its own, a block or the like: no other file can mean it. */
  readonly hidden?: true | undefined
  /** Name of the type it returns, when written and plain: `Job`, `jobs.Job`; of what it promises, for `Promise<Job>`. */
  readonly returns?: string | undefined
  /** Compiled only under this condition: `defined(REDIS_TEST)`. */
  readonly onlyIf?: string | undefined
  /** Compiled for tests only: `#[test]`, `#[cfg(test)]`. */
  readonly forTests?: true | undefined
}

export interface ImportFact {
  readonly source: string
  readonly line: number
  /** Imported name; `*` for all, `default` for the default export; absent when only the file is named. */
  readonly name?: string
  /** Under which name it is known here. */
  readonly local?: string
  /** The whole module under one name. */
  readonly namespace?: string
  readonly reexport?: true
  /** Bound here and offered again by a statement of its own: `import { a } from './a'; export { a }`. */
  readonly offered?: true
}

export interface ReferenceFact {
  readonly name: string
  /** Names and calls before the last dot, without arguments: `queue`, `this.jobs`, `job().queue`. `?` = anything else. */
  readonly receiver?: string | undefined
  readonly kind: ReferenceKind
  /** Written `struct a`, or `\a` (the one of no namespace), where that is not the same as `a`. */
  readonly isTag?: true | undefined
  /** What is asked of it behind a dot, where it may be a value as well as a type (`Color.Mix()`). */
  readonly member?: string | undefined
  /** What is passed, in languages that choose by it: see `argument-shape.ts`. */
  readonly args?: readonly string[] | undefined
  /** How many type arguments are written at a call, where definitions of one name differ by it. */
  readonly typeArgs?: number | undefined
  readonly line: number
  /** Index of the enclosing definition, -1 outside. */
  readonly within: number
}

/** What a variable or field holds, as far as one file tells. */
export interface Binding {
  readonly variable: string
  /** Name of its type, or, with `called`, of the function or class whose result it is. */
  readonly type: string
  readonly called?: true | undefined
  /** Receiver of that call. */
  readonly receiver?: string | undefined
  readonly line: number
  readonly within: number
  readonly field?: true | undefined
}
