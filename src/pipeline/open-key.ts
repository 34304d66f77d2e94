import type { JobOptions } from '../jobs/job-status.js'
import { sha256 } from '../platform/sha256.js'
import type { RepositoryRef } from '../repositories/repository-ref.js'

/** Equal for requests that would do the same work. A unique index over open jobs makes coalescing atomic. */
export function openKey(ref: RepositoryRef, fingerprint: string, options: JobOptions): string {
  const budget = [options.maxCostUsd ?? null, options.maxTokens ?? null]
  const asked = [ref.url, ref.revision, fingerprint, options.noCache, ...(budget.every((cap) => cap === null) ? [] : budget)]
  return sha256(JSON.stringify(asked), 32)
}
