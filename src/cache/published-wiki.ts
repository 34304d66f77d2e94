import type { Coverage, Gap } from '../documentation/wiki.js'
import type { CacheKey } from './cache-key.js'

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
  readonly mainModel: string | undefined
  readonly title: string
  readonly summary: string | undefined
  /** Name of its folder, relative to the wikis folder; unique per attempt, never reused. */
  readonly location: string
  readonly pages: number
  readonly gaps: readonly Gap[]
  readonly coverage: Coverage
  readonly sizeBytes: number
  /** The job that made it. */
  readonly jobId: string
  readonly createdAt: Date
}
