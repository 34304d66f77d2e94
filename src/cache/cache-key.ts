import { sha256 } from '../platform/sha256.js'

/** Names one wiki: canonical URL + commit + generator fingerprint. 32 hex digits. */
export type CacheKey = string

/**
 * Two wikis share a key only when every input that could change a page is equal, but for the modules of an earlier wiki (ADR 007): the
 * wiki that a commit has is found, whatever was documented before or after it.
 */
export function cacheKey(url: string, commit: string, fingerprint: string): CacheKey {
  return sha256(JSON.stringify([url, commit, fingerprint]), 32)
}
