import type { ComponentKind } from './code-map.js'
import type { ImportResolver } from './link/import-resolver.js'

/** What a visibility rule may look at. */
export interface DefinitionFacts {
  readonly name: string
  readonly kind: ComponentKind
  /** Text before the body, with modifiers, on one line. */
  readonly signature: string
  /** Wrapped in an export statement, or named in one. */
  readonly exported: boolean
  /** Whether it lies inside another definition. */
  readonly nested: boolean
  readonly path: string
}

/** A language as data: adding one is adding a file like these, its query and its grammar. See CONTRIBUTING.md. */
export interface Language {
  readonly id: string
  /** For people: `TypeScript`. */
  readonly label: string
  /** Name of the grammar's `.wasm` and of the query beside the language file. */
  readonly grammars: Readonly<Record<string, string>>
  /** Line comments that may hold documentation, block comments, or the docstring inside the body. */
  readonly docs: 'block' | 'line' | 'docstring'
  /** Node types that only wrap a definition (`export`, decorators): they belong to its range, and comments above them to it. */
  readonly wrappers: readonly string[]
  /** Node types that open a scope: a definition inside is invisible outside. */
  readonly scopes: readonly string[]
  /** The receiver that means "this object". */
  readonly selfNames: readonly string[]
  /** Definitions of files in one folder (Go) or package (Java) see each other without an import. */
  readonly sharedScope: 'none' | 'package' | 'linker'
  readonly isPublic: (definition: DefinitionFacts) => boolean
  readonly isTest: (path: string) => boolean
  readonly resolveImport: ImportResolver
}
