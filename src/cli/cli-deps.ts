import type { CacheManager } from '../cache/cache-manager.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { JobEvent } from '../jobs/job-event.js'
import type { JobProgress, JobStatus } from '../jobs/job-status.js'
import type { JobStore } from '../jobs/job-store.js'
import type { PublishedComparison } from '../pipeline/compare-published.js'
import type { ImportReport } from '../pipeline/import-original/import-original.js'
import type { SubmitRepository } from '../pipeline/submit-repository.js'

export type Flags = Readonly<Record<string, string | undefined>>

/** The data folder as commands see it. */
export interface CliWorkspace {
  readonly jobs: JobStore
  readonly cache: CacheManager
  readonly submit: SubmitRepository
  /** Works in this process until the job has ended, reporting every line of its log and how far it is in between. */
  readonly work: (jobId: string, onEvent: (event: JobEvent) => void, signal: AbortSignal, onProgress?: (progress: JobProgress) => void) => Promise<JobStatus>
  /** Follows a job that other processes work on. */
  readonly follow: (jobId: string, onEvent: (event: JobEvent) => void, signal: AbortSignal) => Promise<JobStatus>
  /** Writes a wiki's files into a folder for reading elsewhere, on request with a web site of them; returns their names. */
  readonly exportWiki: (wikiKey: string, folder: string, options: { readonly asSite: boolean }) => Promise<readonly string[]>
  /** What changed between two wikis of a repository (see `ComparePublished`). */
  readonly compare: (repository: string, from: string, to: string) => Promise<PublishedComparison>
  readonly hasPage: (wiki: PublishedWiki, slug: string) => Promise<boolean>
  /** Takes over old wikis of the original CodeWiki. */
  readonly importOriginal: (folder: string, signal: AbortSignal) => Promise<ImportReport>
  readonly close: () => Promise<void>
}

export interface ConfigEntry {
  readonly key: string
  readonly env: string
  readonly value: unknown
  /** `default`, `flag`, the name of a variable or of the file. */
  readonly origin: string
  readonly help: string
}

/** How many of each were carried over; what was there already is not counted. */
export interface MigrationReport {
  readonly jobs: number
  readonly wikis: number
  readonly modelCalls: number
  /** On all days together, as far as it was not there already. */
  readonly spent: { readonly tokens: number; readonly usd: number; readonly days: number }
}

export interface DoctorFinding {
  readonly name: string
  readonly ok: boolean
  readonly message: string
}

/** What the commands need; the composition root fills it in. */
export interface CliDeps {
  readonly version: string
  /** @throws AppError when the stores cannot be opened */
  readonly openWorkspace: (flags: Flags) => Promise<CliWorkspace>
  readonly serve: (flags: Flags, options: { readonly repository: string | undefined; readonly withWorker: boolean }) => Promise<void>
  /** Runs jobs without answering HTTP, until interrupted. */
  readonly work: (flags: Flags) => Promise<void>
  /** Carries everything from the data folder to PostgreSQL. */
  readonly migrateStore: (flags: Flags) => Promise<MigrationReport>
  /** Every setting as a start would read it. @throws AppError `config/…`, naming the key */
  readonly showConfig: (flags: Flags) => readonly ConfigEntry[]
  /** Writes one setting into the project's file, or takes it out (undefined). @throws AppError `config/…` */
  readonly setConfig: (name: string, value: string | undefined) => Promise<{ readonly key: string; readonly value: unknown }>
  readonly configFile: string
  readonly doctor: (flags: Flags) => Promise<readonly DoctorFinding[]>
  /** Results. */
  readonly out: (line: string) => void
  /** Progress and errors. */
  readonly err: (text: string) => void
  readonly isTerminal: boolean
  readonly signal: AbortSignal
}
