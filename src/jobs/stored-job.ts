import type { JobEvent } from './job-event.js'
import type { JobRecord } from './job-record.js'

/** A job with all that belongs to it, as it is carried from one store to another. */
export interface StoredJob {
  readonly job: JobRecord
  readonly events: readonly JobEvent[]
  /** Value by step. */
  readonly checkpoints: ReadonlyMap<string, string>
}
