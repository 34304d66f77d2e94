import type { Tree } from 'web-tree-sitter'

/** A file's tree and the very text that it was parsed from: nodes tell places in it. */
export interface ParsedSource {
  readonly path: string
  readonly source: string
  readonly tree: Tree
}
