/** What resolvers may ask about the repository as a whole. */
export interface RepositoryIndex {
  has(path: string): boolean
  /** Files directly in a folder, sorted. */
  filesIn(folder: string): readonly string[]
  /** Paths that end in `/suffix` or equal it, sorted by length and name. */
  endingIn(suffix: string): readonly string[]
  /** Content of a manifest that was read whole: package.json, tsconfig.json, go.mod. */
  manifest(path: string): string | undefined
  /** Paths of manifests by file name. */
  manifests(name: string): readonly string[]
  /** Files by the package they declare; with a definition, those that define it outside everything else. */
  inPackage(name: string, definition?: string): readonly string[]
}

/** Repository files that an import means; empty for an external one. `name` is the imported name where the language has one. */
export type ImportResolver = (request: { readonly from: string; readonly source: string; readonly name: string | undefined }, index: RepositoryIndex) => readonly string[]
