import type { PublishedWiki } from '../cache/published-wiki.js'
import type { WikiComparison } from '../documentation/compare/wiki-comparison.js'
import type { CompareFiles } from '../pipeline/compare-published.js'
import { AppError, toAppError } from '../platform/app-error.js'
import { ChildPool } from '../platform/child-pool.js'
import type { CompareRequest, WikiOnDisk } from './compare-child.js'

/** Of the child's own time, for both wikis, however large they are. */
const timeoutMs = 120_000
const idleMs = 10_000

export interface ForkedComparison {
  readonly compare: CompareFiles
  readonly close: () => Promise<void>
}

/** Compares in one child of its own, which ends soon after. `pathOf`: a wiki's folder by its location. */
export function forkedComparison(pathOf: (location: string) => string, entry: URL): ForkedComparison {
  const pool = new ChildPool<CompareRequest, WikiComparison>({ entry, size: 1, timeoutMs, heapMb: 1_024, idleMs, name: 'compare' })
  const onDisk = ({ commit, fingerprint, coverage, location }: PublishedWiki): WikiOnDisk => ({ record: { commit, fingerprint, coverage }, folder: pathOf(location) })
  return {
    compare: async (before, after) => {
      try {
        return await pool.run({ before: onDisk(before), after: onDisk(after) })
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code !== 'platform/child-timed-out' && error.code !== 'platform/child-crashed') throw error
        throw new AppError('wikis/comparison-failed', 'limit', 'These wikis are too large to be compared.', { advice: 'Compare commits that lie closer together.', cause: error })
      }
    },
    close: () => pool.close(),
  }
}
