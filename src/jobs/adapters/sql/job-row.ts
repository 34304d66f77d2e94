import { aliasOf } from '../../job-alias.js'
import type { JobRecord } from '../../job-record.js'
import type { JobFailure, JobFigures, JobGap, JobOptions, JobProgress, JobState, JobSubject, Stage, StageRecord } from '../../job-status.js'

/** How both databases keep a job: times as wall milliseconds, truth as 0 and 1, structures as JSON text. */
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
  readonly main_model: string | null
  readonly created_at: number
  readonly status: JobState
  readonly priority: number
  readonly attempt: number
  readonly failures: number
  readonly crashes: number
  readonly crash_stage: Stage | null
  readonly crash_attempt: number | null
  readonly commit_id: string | null
  readonly stages: string
  readonly progress: string
  readonly figures: string
  readonly last_failure: string | null
  readonly version: number
  readonly not_before: number | null
  readonly paused: number
  readonly cancel_requested: number
  readonly started_at: number | null
  readonly completed_at: number | null
  readonly worker_id: string | null
  readonly wiki_key: string | null
  readonly from_cache: number
  readonly gaps: string
}

/** Columns are written by this adapter only, so their JSON is trusted to have the shape that went in. */
export function toRecord(row: JobRow): JobRecord {
  return {
    id: row.id,
    subject: {
      url: row.url,
      host: row.host,
      owner: row.owner,
      name: row.name,
      revision: JSON.parse(row.revision) as JobSubject['revision'],
    },
    options: JSON.parse(row.options) as JobOptions,
    openKey: row.open_key,
    submitter: row.submitter,
    mainModel: row.main_model ?? undefined,
    createdAt: new Date(row.created_at),
    status: row.status,
    priority: row.priority,
    attempt: row.attempt,
    failures: row.failures,
    crashes: row.crashes,
    crashStage: row.crash_stage ?? undefined,
    crashAttempt: row.crash_attempt ?? undefined,
    commitId: row.commit_id ?? undefined,
    stages: readStages(row.stages),
    progress: readProgress(row.progress),
    figures: readFigures(row.figures),
    lastFailure: row.last_failure === null ? undefined : readFailure(row.last_failure),
    version: row.version,
    notBefore: readDate(row.not_before),
    paused: row.paused === 1,
    cancelRequested: row.cancel_requested === 1,
    startedAt: readDate(row.started_at),
    completedAt: readDate(row.completed_at),
    workerId: row.worker_id ?? undefined,
    wikiKey: row.wiki_key ?? undefined,
    fromCache: row.from_cache === 1,
    gaps: JSON.parse(row.gaps) as JobGap[],
  }
}

/** Every column that a move may change, in the order of `columns`. */
export function moveValues(job: JobRecord): (string | number | null)[] {
  return [
    job.status,
    job.priority,
    job.attempt,
    job.failures,
    job.crashes,
    job.commitId ?? null,
    writeStages(job.stages),
    JSON.stringify(job.progress),
    job.lastFailure === undefined ? null : writeFailure(job.lastFailure),
    job.version,
    writeDate(job.notBefore),
    job.paused ? 1 : 0,
    job.cancelRequested ? 1 : 0,
    writeDate(job.startedAt),
    writeDate(job.completedAt),
    job.workerId ?? null,
    job.wikiKey ?? null,
    job.fromCache ? 1 : 0,
    JSON.stringify(job.gaps),
    job.crashStage ?? null,
    JSON.stringify(job.figures),
    job.crashAttempt ?? null,
  ]
}

export const moveColumns = [
  'status',
  'priority',
  'attempt',
  'failures',
  'crashes',
  'commit_id',
  'stages',
  'progress',
  'last_failure',
  'version',
  'not_before',
  'paused',
  'cancel_requested',
  'started_at',
  'completed_at',
  'worker_id',
  'wiki_key',
  'from_cache',
  'gaps',
  'crash_stage',
  'figures',
  'crash_attempt',
] as const

/** What a job is about and who asked: written once, in the order of `requestColumns`. */
export function requestValues(job: JobRecord): (string | number | null)[] {
  const { url, host, owner, name, revision } = job.subject
  const options = JSON.stringify(job.options)
  const alias = aliasOf(job.subject)
  const asked = [url, host, owner, name, alias, JSON.stringify(revision), options, job.openKey, job.submitter, job.mainModel ?? null]
  return [job.id, ...asked, job.createdAt.getTime()]
}

export const requestColumns = [
  'id',
  'url',
  'host',
  'owner',
  'name',
  'alias',
  'revision',
  'options',
  'open_key',
  'submitter',
  'main_model',
  'created_at',
] as const

const writeDate = (date: Date | undefined): number | null => date?.getTime() ?? null
const readDate = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))

/** JSON has no `undefined`: left out when written, back when read. */
export function readProgress(json: string): JobProgress {
  const stored = JSON.parse(json) as Partial<JobProgress> & Pick<JobProgress, 'message' | 'percent'>
  return { stage: stored.stage, message: stored.message, percent: stored.percent, step: stored.step, steps: stored.steps, eta: stored.eta }
}

function readFigures(json: string): JobFigures {
  const stored = JSON.parse(json) as JobFigures
  return { ...stored, spent: { ...stored.spent, costUsd: stored.spent.costUsd ?? undefined } }
}

const writeFailure = (failure: JobFailure): string => JSON.stringify({ ...failure, at: failure.at.getTime() })

function readFailure(json: string): JobFailure {
  const stored = JSON.parse(json) as { code: string; message: string; advice?: string; attempt: number; at: number }
  return { code: stored.code, message: stored.message, advice: stored.advice, attempt: stored.attempt, at: new Date(stored.at) }
}

interface StoredStage {
  readonly stage: Stage
  readonly startedAt: number
  readonly finishedAt?: number | undefined
  readonly summary?: string | undefined
}

export const writeStages = (records: readonly StageRecord[]): string =>
  JSON.stringify(
    records.map((record): StoredStage => ({ ...record, startedAt: record.startedAt.getTime(), finishedAt: record.finishedAt?.getTime() })),
  )

export function readStages(json: string): StageRecord[] {
  return (JSON.parse(json) as StoredStage[]).map((stored) => ({
    stage: stored.stage,
    startedAt: new Date(stored.startedAt),
    finishedAt: stored.finishedAt === undefined ? undefined : new Date(stored.finishedAt),
    summary: stored.summary,
  }))
}
