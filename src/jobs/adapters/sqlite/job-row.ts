import type { JobFailure, JobGap, JobOptions, JobProgress, JobState, JobStatus, JobSubject, Stage, StageRecord } from '../../job-status.js'

export interface JobRow {
  readonly id: string
  readonly url: string
  readonly host: string
  readonly owner: string
  readonly name: string
  readonly revision: string
  readonly options: string
  readonly open_key: string
  readonly submitter: string
  readonly priority: number
  readonly created_at: number
  readonly status: JobState
  readonly attempt: number
  readonly failures: number
  readonly crashes: number
  readonly commit_id: string | null
  readonly main_model: string | null
  readonly stages: string
  readonly progress: string
  readonly last_failure: string | null
  readonly version: number
  readonly run_at: number
  readonly paused: number
  readonly started_at: number | null
  readonly completed_at: number | null
  readonly cancel_requested: number
  readonly wiki_key: string | null
  readonly from_cache: number | null
  readonly gaps: string
}

/** Columns are written by this adapter only, so their JSON is trusted to have the shape that went in. */
export function toJobStatus(row: JobRow): JobStatus {
  const lastFailure = row.last_failure === null ? undefined : readFailure(row.last_failure)
  const facts = {
    id: row.id,
    subject: { url: row.url, host: row.host, owner: row.owner, name: row.name, revision: JSON.parse(row.revision) as JobSubject['revision'] },
    options: JSON.parse(row.options) as JobOptions,
    openKey: row.open_key,
    submitter: row.submitter,
    priority: row.priority,
    createdAt: new Date(row.created_at),
    attempt: row.attempt,
    failures: row.failures,
    commitId: row.commit_id ?? undefined,
    mainModel: row.main_model ?? undefined,
    stages: readStages(row.stages),
    progress: readProgress(row.progress),
    lastFailure,
    version: row.version,
  }
  const startedAt = optionalDate(row.started_at)
  switch (row.status) {
    case 'queued':
      return { ...facts, status: 'queued', runAt: new Date(row.run_at), paused: row.paused === 1, startedAt }
    case 'processing':
      return { ...facts, status: 'processing', startedAt: requiredDate(row.started_at), cancelRequested: row.cancel_requested === 1, paused: row.paused === 1 }
    case 'completed':
      return {
        ...facts,
        status: 'completed',
        startedAt: requiredDate(row.started_at),
        completedAt: requiredDate(row.completed_at),
        commitId: row.commit_id ?? '',
        wikiKey: row.wiki_key ?? '',
        fromCache: row.from_cache === 1,
        gaps: JSON.parse(row.gaps) as JobGap[],
      }
    case 'failed':
      if (lastFailure === undefined) throw new Error(`job ${row.id} failed without a failure`)
      return { ...facts, status: 'failed', startedAt, completedAt: requiredDate(row.completed_at), failure: lastFailure }
    case 'cancelled':
      return { ...facts, status: 'cancelled', startedAt, completedAt: requiredDate(row.completed_at) }
  }
}

interface StoredStage {
  readonly stage: Stage
  readonly startedAt: number
  readonly finishedAt?: number
  readonly summary?: string
}

export function readStages(json: string): StageRecord[] {
  return (JSON.parse(json) as StoredStage[]).map((record) => ({
    stage: record.stage,
    startedAt: new Date(record.startedAt),
    finishedAt: record.finishedAt === undefined ? undefined : new Date(record.finishedAt),
    summary: record.summary,
  }))
}

export function writeStages(records: readonly StageRecord[]): string {
  return JSON.stringify(
    records.map((record): StoredStage => ({
      stage: record.stage,
      startedAt: record.startedAt.getTime(),
      ...(record.finishedAt === undefined ? {} : { finishedAt: record.finishedAt.getTime() }),
      ...(record.summary === undefined ? {} : { summary: record.summary }),
    })),
  )
}

export function readProgress(json: string): JobProgress {
  const stored = JSON.parse(json) as Partial<JobProgress> & { message: string; percent: number }
  return { stage: stored.stage, message: stored.message, percent: stored.percent, step: stored.step, steps: stored.steps, eta: stored.eta }
}

export function writeFailure(failure: JobFailure): string {
  return JSON.stringify({ ...failure, at: failure.at.getTime() })
}

function readFailure(json: string): JobFailure {
  const stored = JSON.parse(json) as { code: string; message: string; advice?: string; attempt: number; at: number }
  return { code: stored.code, message: stored.message, advice: stored.advice, attempt: stored.attempt, at: new Date(stored.at) }
}

const optionalDate = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))
const requiredDate = (ms: number | null): Date => new Date(ms ?? 0)
