import type { EventLevel, JobEvent } from '../../job-event.js'
import type { JobState, Stage } from '../../job-status.js'
import { readProgress } from './job-row.js'

export interface EventRow {
  readonly sequence: number
  readonly at: number
  readonly level: EventLevel
  readonly stage: Stage | null
  readonly message: string
  readonly status: JobState
  readonly progress: string
}

export const eventColumns = 'sequence, at, level, stage, message, status, progress'

export const toEvent = (row: EventRow): JobEvent => ({
  ...row,
  stage: row.stage ?? undefined,
  at: new Date(row.at),
  progress: readProgress(row.progress),
})
