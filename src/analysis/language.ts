import type { ComponentKind } from './code-map.js'
import type { ImportResolver, RepositoryIndex } from './link/import-resolver.js'

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
  /** What the text says for all members that follow (`private:`); captured as `@access`. */
  readonly access?: 'public' | 'private' | undefined
  readonly path: string
}

/** One name that an import binds, or a whole module. */
export interface ImportedName {
  readonly source: string
  /** `*` for all; absent for the module itself. */
  readonly name?: string
  readonly local?: string
  /** The whole module under this name. */
  readonly namespace?: string
  readonly reexport?: true
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
  /** The part of a file that is in the grammar's language, everything else blanked, so that lines stay (`<script>` in a component). */
  readonly prepare?: (text: string) => string
  /** Line comments that may hold documentation, block comments, or the docstring inside the body. */
  readonly docs: 'block' | 'line' | 'docstring'
  /** Node types that only wrap a definition (`export`, decorators): they belong to its range, and comments above them to it. */
  readonly wrappers: readonly string[]
  /** How people of this language join the names of what holds and what is held, where not by a dot; `method` where methods are joined otherwise. */
  readonly joinedBy?: { readonly type: string; readonly method: string }
  /** Node types between a definition and the comment above it that belong to the definition (attributes). */
  readonly attributes?: readonly string[]
  /** An attribute above a definition that makes it test code. */
  readonly testMark?: RegExp
  /** Node types that include code only under a condition (`#ifdef`). */
  readonly conditions?: readonly string[]
  /** Node types that open a scope: a definition or variable inside is invisible outside. The first is the whole file. */
  readonly scopes: readonly string[]
  /** An unqualified name may be a member of the enclosing type, and a variable never hides a method (Java). */
  readonly impliesSelf?: true
  /** There are no functions outside of types: a bare call is to a member (Java). */
  readonly onlyMembers?: true
  /** What a type implements is inherited from (default methods), not only promised. */
  readonly inheritsImplemented?: true
  /** Types are composed: any of the embedded ones may provide a member (Go). */
  readonly embeds?: true
  /** Package clauses of one file add up: `package a`, `package b` is `a.b` (Scala). */
  readonly addsPackages?: true
  /** What the packages around a package define is seen (Scala, C#). */
  readonly nestedPackages?: true
  /** Types get members outside of their body, in other files too (Go, Rust, C++, Swift). */
  readonly extendsTypes?: true
  /** `from a import b` may bind the module `a.b` (Python). */
  readonly importsModules?: true
  /** A module bound whole may be called: it is its default export (`require`). */
  readonly callsModules?: true
  /** Members may share a name and differ in their parameters (Java, C#): each is a definition, with or without a body. */
  readonly overloads?: true
  /** Types of one name may differ in how many type parameters they take (C#). */
  readonly arities?: true
  /** Parts of one type may lie in several places, when each says so (`partial`). */
  readonly partialTypes?: true
  /** What is seen without an import goes before what is imported (C#). */
  readonly ownPackageFirst?: true
  /** Static methods whose first parameter says `this` are members of its type (C#). */
  readonly extensionMethods?: true
  /** Node type of what a macro is given, which a grammar takes for mere tokens (Rust). */
  readonly macroTokens?: string
  /** Node type of a module that is written where it is declared: `super` inside of it is the file (Rust). */
  readonly innerModule?: string
  /** `struct a` and `a` are two names (C). */
  readonly tags?: true
  /** Between the modules of a path, where what is between may be no file (Rust). */
  readonly modulePaths?: string
  /** A call of these on a type gives one of it, whoever defines them (`Default`). */
  readonly makers?: readonly string[]
  /** Namespaces that a project imports into each of its files. */
  readonly implicitImports?: (path: string, index: RepositoryIndex) => readonly string[]
  /** Signatures that only declare; the definition of the same name stands (`@overload`). */
  readonly declaresOnly?: RegExp
  /** What is in a module or namespace that the language calls a definition is still found by its bare name (Ruby). */
  readonly openModules?: true
  /** What a whole import says, where one statement may bind many names (`use a::{b, c as d}`); captured as `@import.tree`. */
  readonly parseImport?: (text: string) => readonly ImportedName[]
  /** What an import binds when it names nothing itself: one name, or the whole module under a name. */
  readonly importedAs?: (source: string, packageName: string | undefined) => { readonly name?: string; readonly namespace?: string }
  /** The receiver that means "this object". */
  readonly selfNames: readonly string[]
  /**
   * Definitions that are seen without an import: of one folder (Go) or package (Java), of all that is linked, or of the whole
   * repository where the name has one definition (Ruby, Swift).
   */
  readonly sharedScope: 'none' | 'package' | 'linker' | 'repository'
  readonly isPublic: (definition: DefinitionFacts) => boolean
  readonly isTest: (path: string) => boolean
  readonly resolveImport: ImportResolver
}
