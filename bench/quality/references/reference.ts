/** What tools that others trust say of a repository, in words that fit every one of them. Lines from 1. */

/** Where a definition's name stands. */
export interface Place {
  readonly path: string
  readonly line: number
  readonly name: string
}

export interface ReferenceDefinition extends Place {
  readonly kind: string
}

export type UseKind = 'call' | 'new' | 'type' | 'extends' | 'implements' | 'read'

/** One identifier that means something defined elsewhere. */
export interface Use {
  readonly path: string
  readonly line: number
  readonly name: string
  readonly kind: UseKind
  /** Definitions around it, the innermost first; undefined: to be told from the lines. */
  readonly within: readonly Place[] | undefined
  /** What it means, by every declaration that the tool names. */
  readonly targets: readonly Place[]
}

/** An identifier that the tool could not resolve: what we say of it is not judged. */
export interface Unresolved {
  readonly path: string
  readonly line: number
  readonly name: string
}

export interface Uses {
  readonly uses: readonly Use[]
  readonly unresolved: readonly Unresolved[]
}

export interface ReferenceImport {
  readonly path: string
  readonly specifier: string
  /** Repository files; undefined: the tool cannot know (a package that is not installed, a kind of file it does not read). */
  readonly targets: readonly string[] | undefined
}
