/** What the analysis reads: a commit's regular files by blob. A repository snapshot is one. */
export interface SourceTree {
  readonly entries: readonly SourceEntry[]
  readonly skipped: readonly { readonly path: string; readonly reason: 'symlink' | 'submodule' | 'unsafe-name' }[]
  blobs(entries: readonly SourceEntry[], signal: AbortSignal): AsyncIterable<{ entry: SourceEntry; content: Buffer }>
}

export interface SourceEntry {
  readonly path: string
  readonly oid: string
  readonly sizeBytes: number
}
