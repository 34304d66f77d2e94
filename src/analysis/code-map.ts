import type { DocumentFacts } from './documents/document-facts.js'
import type { CommandFact, RouteFact, SettingRead } from './frameworks/literal-facts.js'
import type { OutsideUse } from './outside/outside-use.js'
import type { PackageFacts } from './packages/package-facts.js'
import type { LineRange, Sourced } from './source-place.js'

export type { LineRange, Sourced } from './source-place.js'

/** Plain data: what one commit contains. No I/O, no classes; every array is sorted, so equal input gives equal bytes. */
export interface CodeMap {
  readonly files: readonly SourceFile[]
  readonly components: readonly Component[]
  readonly imports: readonly FileImport[]
  readonly references: readonly Reference[]
  /** The root stands for the whole repository; its own `files` are those that no child holds. */
  readonly modules: ModuleNode
  /** The commit whose modules were given and kept; undefined when they were made from this commit's files alone. */
  readonly modulesFrom: string | undefined
  readonly project: ProjectFacts
  /** What one gets who imports the project by its name, by name; empty where no file speaks for it. */
  readonly offers: readonly Offer[]
  /** What the product's code uses of others to reach files, networks, processes and the like, where a table knows the name. */
  readonly outside: readonly OutsideUse[]
  readonly surroundings: Surroundings
  readonly skipped: readonly SkippedFile[]
}

/** What the tree tells beside its code. */
export interface Surroundings {
  /** Manifests of packages by path, with what their lock files and workspaces add. */
  readonly packages: readonly PackageFacts[]
  /** Every other file of a known format, by path. */
  readonly documents: readonly DocumentFile[]
  /** What sources and the like say in literals, by path and line; tests and examples are left out. */
  readonly settings: readonly (SettingRead & { readonly file: string })[]
  readonly routes: readonly (RouteFact & { readonly file: string })[]
  readonly commands: readonly (CommandFact & { readonly file: string })[]
}

export interface DocumentFile {
  readonly path: string
  readonly facts: DocumentFacts
}

export type FileRole = 'source' | 'test' | 'example' | 'docs' | 'build' | 'config' | 'generated' | 'vendored' | 'data'

export interface SourceFile {
  readonly path: string
  /** Blob object id at the commit. */
  readonly oid: string
  readonly sizeBytes: number
  readonly lines: number
  /** Language id (`typescript`, `python`, …) or undefined when not recognised. */
  readonly language: string | undefined
  readonly role: FileRole
  /** The package, namespace or Go package name that the file declares. */
  readonly packageName: string | undefined
  /** The doc comment that describes the file or package as a whole, cleaned of comment marks; of a README or manifest, what it says of its folder. */
  readonly doc: string | undefined
  /** Share of bytes in error nodes, 0..1. Above 0.05 the file counts as partially parsed. */
  readonly errorShare: number
}

export type ComponentKind =
  | 'class' | 'interface' | 'struct' | 'enum' | 'type' | 'function' | 'method' | 'field' | 'constant' | 'macro' | 'module'

/** A definition with its range. */
export interface Component extends LineRange {
  /** `path#Qualified.name`; a second definition of the same name in the file gets `~2`. Stable while path and name are. */
  readonly id: string
  readonly name: string
  /** With its owners: `Job.moveToFailed`. */
  readonly qualifiedName: string
  readonly kind: ComponentKind
  readonly path: string
  /** The text before the body, on one line, at most 400 characters. */
  readonly signature: string
  /** Cleaned of comment marks, whole. */
  readonly doc: string | undefined
  /** `public` = reachable from outside its file by the language's own rule (export, capital letter, no underscore, header, …). */
  readonly visibility: 'public' | 'private'
  /** The enclosing component's id. */
  readonly parent: string | undefined
  /** Test code within a file of the product, as Rust has it. */
  readonly isTest?: true
}

export interface FileImport {
  readonly from: string
  readonly line: number
  /** As written: `./job`, `os.path`, `github.com/x/y`. */
  readonly specifier: string
  /** Repository files it resolves to; empty for an external one. */
  readonly targets: readonly string[]
}

/** A name that the file which speaks for the project offers, defined there or handed on at `line`. */
export interface Offer {
  readonly name: string
  readonly path: string
  readonly line: number
  /** Component id. */
  readonly component: string
}

/** `read`: named in any other way, a function handed on or a constant used. */
export type ReferenceKind = 'call' | 'new' | 'type' | 'extends' | 'implements' | 'read'

/**
 * How a name was resolved. `unique` (the only definition of that name) is a guess: stored, never drawn, counted or cited,
 * except in C, where a function name with one external definition is unique by the linker.
 */
export type ReferenceTier = 'local' | 'import' | 'self' | 'typed' | 'package' | 'linker' | 'unique'

export interface Reference {
  /** Component id, or a file path for code outside any definition. */
  readonly from: string
  readonly to: string
  readonly kind: ReferenceKind
  readonly tier: ReferenceTier
  /** Lines in the file of `from`, ascending, at most 20. */
  readonly lines: readonly number[]
  readonly count: number
}

/** A named group of files (and so of components), in a tree. */
export interface ModuleNode {
  /** Unique, safe as a file name and URL part (`[a-z0-9-]+`): the page's slug. The root's is `overview`. */
  readonly id: string
  /** For people: `Job queue`. */
  readonly name: string
  /** The folder it stands for; undefined for a group that was found by affinity. Root: `''`. */
  readonly path: string | undefined
  /** Files that belong to this node itself, not to a child. Every source file is in exactly one node. */
  readonly files: readonly string[]
  readonly children: readonly ModuleNode[]
  /** Addresses of pages that went when modules were merged or split after their division: who has one is led here. */
  readonly formerSlugs?: readonly string[]
}

export interface LanguageShare {
  readonly language: string
  /** `TypeScript`. */
  readonly label: string
  readonly files: number
  readonly lines: number
}

export interface ProjectCommand {
  readonly purpose: 'install' | 'build' | 'run' | 'test' | 'lint' | 'other'
  /** What a person types: `npm test`. */
  readonly command: string
  /** What it runs, when the manifest says so: `vitest run`. */
  readonly runs: string | undefined
}

export interface ProjectDependency {
  readonly name: string
  readonly version: string | undefined
  readonly scope: 'runtime' | 'development'
}

/** Code as written, with the id of its language. */
export interface ReadmeExample {
  readonly language: string
  readonly code: string
}

export interface EntryPoint {
  readonly kind: 'command' | 'main' | 'library' | 'server'
  readonly label: string
  /** The component, when one stands for it. */
  readonly component: string | undefined
}

/** What manifests, README and the tree say of the project as a whole. */
export interface ProjectFacts {
  readonly name: Sourced<string> | undefined
  readonly description: Sourced<string> | undefined
  /** First real paragraph of the README (no badges, notes, lists), plain text with inline code kept. */
  readonly readmeSummary: Sourced<string> | undefined
  readonly readmePath: string | undefined
  /** The README's first example in one of the repository's own languages. */
  readonly readmeExample: Sourced<ReadmeExample> | undefined
  /** SPDX id or the licence file's first line. */
  readonly licence: Sourced<string> | undefined
  /** `node >= 20`, `python >= 3.9`, `go 1.22`. */
  readonly runtimes: readonly Sourced<string>[]
  readonly commands: readonly Sourced<ProjectCommand>[]
  readonly dependencies: readonly Sourced<ProjectDependency>[]
  readonly entryPoints: readonly Sourced<EntryPoint>[]
  readonly languages: readonly LanguageShare[]
}

export interface SkippedFile {
  readonly path: string
  readonly reason:
    | 'binary' | 'too-large' | 'generated' | 'vendored' | 'minified' | 'timed-out' | 'parser-failed' | 'unreadable' | 'symlink' | 'submodule' | 'unsafe-name'
  readonly sizeBytes: number
}
