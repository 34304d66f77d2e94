import type { ComponentKind, ReferenceKind } from './code-map.js'

/** What parsing one file finds, independent of every other file: cached by blob, language and query version. */
export interface FileFacts {
  readonly packageName?: string
  readonly doc?: string
  readonly errorShare: number
  readonly definitions: readonly Definition[]
  readonly imports: readonly ImportFact[]
  readonly references: readonly ReferenceFact[]
  readonly bindings: readonly Binding[]
  /** Parameter names, which hide definitions of the same name: [name, index of the definition]. */
  readonly locals: readonly (readonly [string, number])[]
}

export interface Definition {
  readonly name: string
  readonly kind: ComponentKind
  /** Type that a method belongs to although it does not lie inside (Go, prototypes). */
  readonly owner?: string
  /** Index of the enclosing definition, -1 at the top. */
  readonly parent: number
  readonly startLine: number
  readonly endLine: number
  /** Lines between which the name is visible. */
  readonly scopeStart: number
  readonly scopeEnd: number
  readonly signature: string
  readonly doc?: string
  readonly exported: boolean
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
}

export interface ReferenceFact {
  readonly name: string
  /** Receiver as written, when it is a plain name, `this.x` or shorter than 60 characters. */
  readonly receiver?: string
  readonly kind: ReferenceKind
  readonly line: number
  /** Index of the enclosing definition, -1 outside. */
  readonly within: number
}

export interface Binding {
  readonly variable: string
  readonly type: string
  readonly within: number
  readonly field?: true
}
