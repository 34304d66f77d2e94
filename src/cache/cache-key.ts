import { createHash } from 'node:crypto'

/** Names one wiki: canonical URL + commit + generator fingerprint. 32 hex digits. */
export type CacheKey = string

/** Two wikis share a key only when every input that could change a page is equal. */
export function cacheKey(url: string, commit: string, fingerprint: string): CacheKey {
  return createHash('sha256')
    .update(JSON.stringify([url, commit, fingerprint]))
    .digest('hex')
    .slice(0, 32)
}
