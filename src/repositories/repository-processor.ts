import type { RepositoryRef } from './repository-ref.js'

/** Full object ids (40 or 64 hex digits). */
export interface ResolvedCommit {
  readonly commit: string
  /** The branch or tag it was found under, if any: `main`. */
  readonly refName: string | undefined
}

/** One regular file at the commit. Symlinks, submodules and refused names never appear. */
export interface TreeEntry {
  /** POSIX path from the root, valid UTF-8, no `..`, no `.git` part, no control characters. */
  readonly path: string
  /** The blob's object id. */
  readonly oid: string
  readonly sizeBytes: number
}

/** An entry that was left out on purpose, for the report. */
export interface SkippedEntry {
  /** Escaped for display. */
  readonly path: string
  readonly reason: 'symlink' | 'submodule' | 'unsafe-name'
}

/** A repository at one commit, readable without a work tree. Dispose removes everything it put on disk. */
export interface Snapshot extends AsyncDisposable {
  readonly commit: string
  /** ISO time of the commit. */
  readonly committedAt: string
  /** Sorted by path (code unit order). */
  readonly entries: readonly TreeEntry[]
  readonly skipped: readonly SkippedEntry[]
  /** Bytes received and kept on disk. */
  readonly sizeBytes: number
  /** Contents in the order of `entries`. Backed by one `git cat-file --batch`. */
  blobs(entries: readonly TreeEntry[], signal: AbortSignal): AsyncIterable<{ entry: TreeEntry; content: Buffer }>
}

export interface FetchOptions {
  /** An existing, empty folder that belongs to this attempt. */
  readonly directory: string
  readonly signal: AbortSignal
  /** Called as bytes arrive on disk. */
  readonly onProgress?: (receivedBytes: number) => void
}

/**
 * Resolves refs and makes safe snapshots.
 *
 * @throws AppError `repositories/invalid-url`, `repositories/unknown-host`, `repositories/forbidden-address`,
 * `repositories/not-found`, `repositories/authentication-required`, `repositories/unknown-revision`, `repositories/empty`,
 * `repositories/too-large`, `repositories/timed-out`, `repositories/unreachable`, `repositories/hostile`
 */
export interface RepositoryProcessor {
  resolve(ref: RepositoryRef, signal: AbortSignal): Promise<ResolvedCommit>
  fetch(ref: RepositoryRef, commit: string, options: FetchOptions): Promise<Snapshot>
}
