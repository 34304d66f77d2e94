/** What code asks the world outside of it for, or what part a library of others plays for who reviews its security. */
export type OutsideKind =
  | 'database' | 'sql' | 'file' | 'network' | 'listening' | 'consuming' | 'sending' | 'process'
  | 'evaluation' | 'deserialising' | 'memory' | 'tls' | 'cryptography' | 'passwords' | 'authentication' | 'validation'

/** A known symbol of others with the places of one definition that use it. */
export interface OutsideUse {
  readonly kind: OutsideKind
  /** In full: `subprocess.run`, `database/sql.DB.Query`; what is there without an import has its name alone. */
  readonly symbol: string
  /** Component id, or a file path for code outside any definition. */
  readonly from: string
  /** Lines in the file of `from`, ascending, at most 20. */
  readonly lines: readonly number[]
  readonly count: number
}

/**
 * Symbols of one ecosystem, as data: a row is what a symbol is for, the package (none: it is there without an import) and the names in it,
 * `*` for all of the package and below. A name may have a dot: a member of a type, or of what a call gives. Only calls and `new` count; for
 * authentication and consumers that are named in a row, annotations and types too.
 */
export interface SymbolTable {
  readonly languages: readonly string[]
  /** Packages of which a file sees all without saying so. */
  readonly implicit?: readonly string[]
  readonly rows: readonly (readonly [kind: OutsideKind, packageName: string, names: string])[]
}
