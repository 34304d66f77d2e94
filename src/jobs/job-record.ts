import type { JobFailure, JobFigures, JobGap, JobOptions, JobProgress, JobState, JobStatus, JobSubject, Stage, StageRecord } from './job-status.js'

/**
 * What a store keeps of a job: one flat shape for all states, which `moves/` changes and an adapter saves. Readers get the union
 * (`toJobStatus`). The lease's deadline is not here: each adapter keeps it on the clock that its processes share.
 */
export interface JobRecord {
  readonly id: string
  readonly subject: JobSubject
  readonly options: JobOptions
  readonly openKey: string
  readonly submitter: string
  readonly mainModel: string | undefined
  readonly createdAt: Date

  readonly status: JobState
  readonly priority: number
  readonly attempt: number
  readonly failures: number
  /** Attempts that ended with their process since the job was submitted or retried, or last got further than before. */
  readonly crashes: number
  /** The furthest stage in which an attempt ended with its process. */
  readonly crashStage: Stage | undefined
  /** The last attempt that was counted as a crash: should its worker speak up after all, that is taken back. */
  readonly crashAttempt: number | undefined
  readonly commitId: string | undefined
  readonly stages: readonly StageRecord[]
  readonly progress: JobProgress
  readonly figures: JobFigures
  readonly lastFailure: JobFailure | undefined
  readonly version: number
  /** End of the back-off. Undefined: due at once, whatever a wall clock that was set back says. */
  readonly notBefore: Date | undefined
  readonly paused: boolean
  readonly cancelRequested: boolean
  readonly startedAt: Date | undefined
  readonly completedAt: Date | undefined
  readonly workerId: string | undefined
  readonly wikiKey: string | undefined
  readonly fromCache: boolean
  readonly gaps: readonly JobGap[]
}

/** @throws Error when the record breaks a law of its state: a fault of ours or a damaged database, never hidden by a made-up value. */
export function toJobStatus(record: JobRecord): JobStatus {
  const {
    id,
    subject,
    options,
    openKey,
    submitter,
    priority,
    createdAt,
    attempt,
    failures,
    mainModel,
    wikiKey,
    stages,
    progress,
    figures,
    lastFailure,
    version,
  } = record
  const facts = {
    id,
    subject,
    options,
    openKey,
    submitter,
    priority,
    createdAt,
    attempt,
    failures,
    mainModel,
    wikiKey,
    stages,
    progress,
    figures,
    lastFailure,
    version,
  }
  const { status, commitId, startedAt, completedAt, paused, cancelRequested, fromCache, gaps } = record
  const must = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw new Error(`job ${id} is ${status} without ${name}`)
    return value
  }
  switch (status) {
    case 'queued':
      return { ...facts, status, commitId, startedAt, paused, runAt: record.notBefore ?? createdAt }
    case 'processing':
      return { ...facts, status, commitId, startedAt: must(startedAt, 'startedAt'), cancelRequested, paused }
    case 'completed':
      return {
        ...facts,
        status,
        startedAt: must(startedAt, 'startedAt'),
        completedAt: must(completedAt, 'completedAt'),
        commitId: must(commitId, 'commitId'),
        wikiKey: must(wikiKey, 'wikiKey'),
        fromCache,
        gaps,
      }
    case 'failed':
      return {
        ...facts,
        status,
        commitId,
        startedAt,
        completedAt: must(completedAt, 'completedAt'),
        failure: must(lastFailure, 'lastFailure'),
      }
    case 'cancelled':
      return { ...facts, status, commitId, startedAt, completedAt: must(completedAt, 'completedAt') }
  }
}
