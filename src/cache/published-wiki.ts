import type { Coverage, Gap } from '../documentation/wiki.js'
import type { CacheKey } from './cache-key.js'

/** In place of the commit of an imported wiki whose commit nobody wrote down: git's own "no object". */
export const unknownCommit = '0'.repeat(40)

/** For people: the first ten digits. */
export const shortCommit = (commit: string): string => (commit === unknownCommit ? 'unknown' : commit.slice(0, 10))

/** The record of a wiki that readers can open. */
export interface PublishedWiki {
  readonly key: CacheKey
  readonly url: string
  readonly host: string
  readonly owner: string
  readonly name: string
  readonly commit: string
  /** ISO time of the commit. */
  readonly committedAt: string
  readonly refName: string | undefined
  readonly fingerprint: string
  /** Wikis of one repository with equal rules may hand their modules on. Undefined: imported, or older than this. */
  readonly moduleRules?: string | undefined
  readonly mainModel: string | undefined
  readonly title: string
  readonly summary: string | undefined
  /** Name of its folder, relative to the wikis folder; unique per attempt and what it publishes, never reused. */
  readonly location: string
  readonly pages: number
  readonly gaps: readonly Gap[]
  readonly coverage: Coverage
  readonly sizeBytes: number
  /** The job that made it. */
  readonly jobId: string
  readonly createdAt: Date
}
