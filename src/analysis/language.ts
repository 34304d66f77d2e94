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
  readonly parentKind: ComponentKind | undefined
  readonly path: string
}

/** A language as data: adding one is adding a file like these, its query and its grammar. See CONTRIBUTING.md. */
export interface Language {
  readonly id: string
  /** For people: `TypeScript`. */
  readonly label: string
  /** Grammar by file extension; the name of its `.wasm`. */
  readonly grammars: Readonly<Record<string, string>>
  /** Query files beside the language file, for grammars whose query is not the one file of their own name. */
  readonly queries?: Readonly<Record<string, readonly string[]>>
  /** Line comments that may hold documentation, block comments, or the docstring inside the body. */
  readonly docs: 'block' | 'line' | 'docstring'
  /** Node types that only wrap a definition (`export`, decorators): they belong to its range, and comments above them to it. */
  readonly wrappers: readonly string[]
  /** Node types that include code only under a condition (`#ifdef`). */
  readonly conditions?: readonly string[]
  /** Node types that open a scope: a definition or variable inside is invisible outside. The first is the whole file. */
  readonly scopes: readonly string[]
  /** An unqualified name may be a member of the enclosing type, and a variable never hides a method (Java). */
  readonly impliesSelf?: true
  /** What a type implements is inherited from (default methods), not only promised. */
  readonly inheritsImplemented?: true
  /** Types are composed: any of the embedded ones may provide a member (Go). */
  readonly embeds?: true
  /** `from a import b` may bind the module `a.b` (Python). */
  readonly importsModules?: true
  /** A module bound whole may be called: it is its default export (`require`). */
  readonly callsModules?: true
  /** Signatures that only declare; the definition of the same name stands (`@overload`). */
  readonly declaresOnly?: RegExp
  /** What an import binds when it names nothing itself: one name, or the whole module under a name. */
  readonly importedAs?: (source: string, packageName: string | undefined) => { readonly name?: string; readonly namespace?: string }
  /** The receiver that means "this object". */
  readonly selfNames: readonly string[]
  /** Definitions of files in one folder (Go) or package (Java) see each other without an import. */
  readonly sharedScope: 'none' | 'package' | 'linker'
  readonly isPublic: (definition: DefinitionFacts) => boolean
  readonly isTest: (path: string) => boolean
  readonly resolveImport: ImportResolver
}
