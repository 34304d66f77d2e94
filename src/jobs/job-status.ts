import type { Wishes } from '../steering/steering.js'

/** The record of one request to document a repository: a union by `status`, so that wrong states cannot be written. */
export type JobStatus = QueuedJob | ProcessingJob | CompletedJob | FailedJob | CancelledJob
export type JobState = JobStatus['status']

/** What the job is about. A RepositoryRef fits; jobs know nothing else of repositories. */
export interface JobSubject {
  readonly url: string
  readonly host: string
  readonly owner: string
  readonly name: string
  readonly revision:
    | { readonly kind: 'default' }
    | { readonly kind: 'branch'; readonly name: string }
    | { readonly kind: 'tag'; readonly name: string }
    | { readonly kind: 'commit'; readonly id: string }
}

/** Settings of one job that can change its pages. Part of the open key and of the fingerprint. */
export interface JobOptions {
  /** Globs over repository paths. Empty = everything. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Do the work even when the cache holds this very wiki. */
  readonly noCache: boolean
  /** Who the wiki is for and what matters in it. Undefined: nothing was said. */
  readonly steering?: Wishes | undefined
}

export const defaultJobOptions: JobOptions = { include: [], exclude: [], noCache: false }

/** In the order of a job's life; `explaining` only with a language model. */
export const stages = ['resolving', 'cloning', 'analysing', 'planning', 'writing', 'explaining', 'verifying', 'publishing'] as const
export type Stage = (typeof stages)[number]

export interface StageRecord {
  readonly stage: Stage
  readonly startedAt: Date
  readonly finishedAt: Date | undefined
  /** What it did: `4,312 files, 1,208 components`. */
  readonly summary: string | undefined
}

export interface JobProgress {
  readonly stage: Stage | undefined
  /** For people: `Writing page 12 of 40: Job queue`. */
  readonly message: string
  /** 0..100, never falls within an attempt. */
  readonly percent: number
  readonly step: number | undefined
  readonly steps: number | undefined
  /** Seconds left with the reason for that guess; undefined until there is one. */
  readonly eta: { readonly seconds: number; readonly basis: string } | undefined
}

/** What a job has done, counted. The first three begin anew with every attempt; what was spent never does. */
export interface JobFigures {
  readonly bytesFetched: number
  readonly filesParsed: number
  readonly pagesWritten: number
  readonly spent: Spending
}

/** Paid calls of a language model. */
export interface Spending {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Undefined once a call was made whose price is not known. */
  readonly costUsd: number | undefined
}

export const nothingSpent: Spending = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 }
export const noFigures: JobFigures = { bytesFetched: 0, filesParsed: 0, pagesWritten: 0, spent: nothingSpent }

export interface JobFailure {
  readonly code: string
  readonly message: string
  readonly advice: string | undefined
  readonly attempt: number
  readonly at: Date
}

export interface JobGap {
  readonly slug: string
  readonly title: string
  readonly code: string
  readonly message: string
}

interface JobFacts {
  /** UUIDv7. */
  readonly id: string
  readonly subject: JobSubject
  readonly options: JobOptions
  /** Equal for requests that would do the same work; unique among open jobs. */
  readonly openKey: string
  /** Who asked: a client address or token id. For fairness, never shown to others. */
  readonly submitter: string
  /** Higher runs first. -100..100, default 0. */
  readonly priority: number
  readonly createdAt: Date
  /** Raised by every claim: the fencing token. 0 = never claimed. */
  readonly attempt: number
  /** Attempts that failed since the job was last submitted or retried; hand-backs do not count. */
  readonly failures: number
  /** Resolved commit, as soon as it is known. */
  readonly commitId: string | undefined
  readonly mainModel: string | undefined
  readonly stages: readonly StageRecord[]
  readonly progress: JobProgress
  readonly figures: JobFigures
  /** Of the latest attempt that failed, also while the job waits for the next. */
  readonly lastFailure: JobFailure | undefined
  /** Raised by every change: the entity tag. */
  readonly version: number
}

export interface QueuedJob extends JobFacts {
  readonly status: 'queued'
  /** End of the back-off; else the moment of creation. */
  readonly runAt: Date
  readonly paused: boolean
  /** Start of the first attempt since it was submitted or retried, when there was one. */
  readonly startedAt: Date | undefined
}

export interface ProcessingJob extends JobFacts {
  readonly status: 'processing'
  readonly startedAt: Date
  /** Somebody asked to stop it; the worker has not done so yet. */
  readonly cancelRequested: boolean
  /** Hand back at the next checkpoint and wait. */
  readonly paused: boolean
}

export interface CompletedJob extends JobFacts {
  readonly status: 'completed'
  readonly startedAt: Date
  readonly completedAt: Date
  readonly commitId: string
  readonly wikiKey: string
  readonly fromCache: boolean
  readonly gaps: readonly JobGap[]
}

export interface FailedJob extends JobFacts {
  readonly status: 'failed'
  readonly startedAt: Date | undefined
  readonly completedAt: Date
  readonly failure: JobFailure
}

export interface CancelledJob extends JobFacts {
  readonly status: 'cancelled'
  readonly startedAt: Date | undefined
  readonly completedAt: Date
}

export const isOpen = (job: JobStatus): job is QueuedJob | ProcessingJob => job.status === 'queued' || job.status === 'processing'
