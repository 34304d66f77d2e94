import type { JobRecord } from '../job-record.js'
import type { LeaseAnswer } from '../job-store.js'

/** What a worker hears whose lease holds. */
export function leaseAnswer({ cancelRequested, paused }: Pick<JobRecord, 'cancelRequested' | 'paused'>): LeaseAnswer {
  if (cancelRequested) return 'cancel-requested'
  return paused ? 'pause-requested' : 'held'
}
