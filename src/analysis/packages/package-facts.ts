import type { LineRange, Sourced } from '../source-place.js'
import type { DependencyGroup, Ecosystem } from '../documents/document-facts.js'

/** A manifest with what its lock file and its workspace say of what it asks for. */
export interface PackageFacts {
  readonly ecosystem: Ecosystem
  /** The manifest. */
  readonly path: string
  readonly name: string | undefined
  readonly version: string | undefined
  readonly licence: Sourced<string> | undefined
  readonly dependencies: readonly PackageDependency[]
}

export interface PackageDependency extends LineRange {
  readonly name: string
  /** As written, here or by the workspace. */
  readonly asked: string | undefined
  readonly group: DependencyGroup
  readonly groupName: string | undefined
  /** The version that the lock file holds; undefined without a lock, or when several could be meant. */
  readonly locked: Sourced<string> | undefined
  /** As the lock file states it. */
  readonly licence: Sourced<string> | undefined
  /** Manifest of the package of this repository that is meant. */
  readonly internal: string | undefined
}
