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

const writeDate = (date: Date | undefined): number | null => date?.getTime() ?? null

const writeFailure = (failure: JobFailure): string => JSON.stringify({ ...failure, at: failure.at.getTime() })

export const writeStages = (records: readonly StageRecord[]): string =>
  JSON.stringify(
    records.map((record): StoredStage => ({ ...record, startedAt: record.startedAt.getTime(), finishedAt: record.finishedAt?.getTime() })),
  )

type RowValue = string | number | null

/** A column that a move may change: the field that it keeps, and how. */
interface MoveColumn {
  readonly name: string
  readonly field: (job: JobRecord) => unknown
  readonly value: (job: JobRecord) => RowValue
}

function moveColumn<Field>(name: string, field: (job: JobRecord) => Field, write: (field: Field) => RowValue): MoveColumn {
  return { name, field, value: (job) => write(field(job)) }
}

const asItIs = <T extends RowValue>(value: T): RowValue => value
const orNull = (value: string | number | undefined): RowValue => value ?? null
const asBit = (value: boolean): number => (value ? 1 : 0)

const moves: readonly MoveColumn[] = [
  moveColumn('status', (job) => job.status, asItIs),
  moveColumn('priority', (job) => job.priority, asItIs),
  moveColumn('attempt', (job) => job.attempt, asItIs),
  moveColumn('failures', (job) => job.failures, asItIs),
  moveColumn('crashes', (job) => job.crashes, asItIs),
  moveColumn('commit_id', (job) => job.commitId, orNull),
  moveColumn('stages', (job) => job.stages, writeStages),
  moveColumn('progress', (job) => job.progress, (progress) => JSON.stringify(progress)),
  moveColumn('last_failure', (job) => job.lastFailure, (failure) => (failure === undefined ? null : writeFailure(failure))),
  moveColumn('version', (job) => job.version, asItIs),
  moveColumn('not_before', (job) => job.notBefore, writeDate),
  moveColumn('paused', (job) => job.paused, asBit),
  moveColumn('cancel_requested', (job) => job.cancelRequested, asBit),
  moveColumn('started_at', (job) => job.startedAt, writeDate),
  moveColumn('completed_at', (job) => job.completedAt, writeDate),
  moveColumn('worker_id', (job) => job.workerId, orNull),
  moveColumn('wiki_key', (job) => job.wikiKey, orNull),
  moveColumn('from_cache', (job) => job.fromCache, asBit),
  moveColumn('gaps', (job) => job.gaps, (gaps) => JSON.stringify(gaps)),
  moveColumn('crash_stage', (job) => job.crashStage, orNull),
  moveColumn('figures', (job) => job.figures, (figures) => JSON.stringify(figures)),
  moveColumn('crash_attempt', (job) => job.crashAttempt, orNull),
]

export const moveColumns: readonly string[] = moves.map(({ name }) => name)

/** In the order of `moveColumns`. */
export const moveValues = (job: JobRecord): RowValue[] => moves.map(({ value }) => value(job))

/** What a move has changed of a row as it was read, for as long as nobody else can write it: an index is touched only for a column that is written. */
export function changedColumns(before: JobRecord, after: JobRecord): { readonly columns: readonly string[]; readonly values: readonly RowValue[] } {
  const changed = moves.filter(({ field }) => field(before) !== field(after))
  return { columns: changed.map(({ name }) => name), values: changed.map(({ value }) => value(after)) }
}

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

export function readStages(json: string): StageRecord[] {
  return (JSON.parse(json) as StoredStage[]).map((stored) => ({
    stage: stored.stage,
    startedAt: new Date(stored.startedAt),
    finishedAt: stored.finishedAt === undefined ? undefined : new Date(stored.finishedAt),
    summary: stored.summary,
  }))
}
