import type { CacheKey } from './cache-key.js'
import type { PublishedWiki } from './published-wiki.js'

/**
 * The records of published wikis. One is written inside the transaction that completes its job, by the adapter's own means
 * (`record`, `recordWith`): that is what makes a wiki visible.
 */
export interface WikiRecords {
  find(key: CacheKey): Promise<PublishedWiki | undefined>
  /** Newest first. `commitPrefix` is lower-case hex. */
  ofRepository(host: string, owner: string, name: string, commitPrefix?: string): Promise<readonly PublishedWiki[]>
  /** Newest first. */
  list(): Promise<readonly PublishedWiki[]>
  /** Least recently used first. */
  byUse(): Promise<readonly PublishedWiki[]>
  touch(key: CacheKey, now: Date): Promise<void>
  /** False when there was none. */
  remove(key: CacheKey): Promise<boolean>
}
