import * as z from 'zod'
import { stages, type JobFailure, type JobFigures, type JobProgress, type JobStatus, type StageRecord } from '../jobs/job-status.js'
import { fromWishes, wishOptions } from '../steering/to-wishes.js'
import { wikiPath } from './wiki-address.js'

const time = z.iso.datetime().describe('ISO 8601, UTC.')
const state = z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled'])
const stage = z.enum(stages)

export const progressSchema = z
  .object({
    stage: stage.nullable(),
    message: z.string().describe('For people: `Writing page 12 of 40: Job queue`.'),
    percent: z.number().min(0).max(100).describe('Never falls within an attempt.'),
    step: z.int().nullable(),
    steps: z.int().nullable(),
    eta: z.object({ seconds: z.number(), basis: z.string().describe('Where the guess comes from.') }).nullable(),
  })
  .meta({ id: 'JobProgress' })

const revisionSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('default') }),
    z.object({ kind: z.literal('branch'), name: z.string() }),
    z.object({ kind: z.literal('tag'), name: z.string() }),
    z.object({ kind: z.literal('commit'), id: z.string() }),
  ])
  .meta({ id: 'Revision', description: 'Which state of the repository was asked for.' })

const stageSchema = z
  .object({
    stage,
    started_at: time,
    finished_at: time.nullable(),
    duration_ms: z.number().nullable(),
    summary: z.string().nullable().describe('What it did: `4,312 files, 1,208 components`.'),
  })
  .meta({ id: 'JobStage' })

const failureSchema = z
  .object({ code: z.string(), message: z.string(), advice: z.string().nullable(), attempt: z.int(), at: time })
  .meta({ id: 'JobFailure', description: 'Of the latest attempt that failed.' })

export const gapSchema = z
  .object({ slug: z.string(), title: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'Gap', description: 'A page that could not be written, with its reason.' })

const figuresSchema = z
  .object({
    bytes_fetched: z.number(),
    files_parsed: z.int(),
    pages_written: z.int(),
    model_calls: z.int(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number().nullable().describe('Null: a call was made whose price is not known.'),
  })
  .meta({ id: 'JobFigures', description: 'What the job has done so far. Calls, tokens and cost are those of all its attempts.' })

const linksSchema = z.object({ self: z.string(), events: z.string(), html: z.string(), wiki: z.string().nullable() })

/** The job as the API shows it. The submitter is nobody else's business and is not here. */
export const jobStatusResponse = z
  .object({
    job_id: z.uuid(),
    repo_url: z.string(),
    status: state,
    created_at: time,
    started_at: time.nullable(),
    completed_at: time.nullable().describe('When it ended, however it ended.'),
    error_message: z.string().nullable(),
    progress: progressSchema,
    docs_path: z.string().nullable(),
    main_model: z.string().nullable(),
    commit_id: z.string().nullable().describe('Full object id as soon as it is known; before that the one that was asked for, if any.'),
    host: z.string(),
    owner: z.string(),
    name: z.string(),
    revision: revisionSchema,
    options: z.object({ include: z.array(z.string()), exclude: z.array(z.string()), no_cache: z.boolean(), ...wishOptions }),
    priority: z.int(),
    paused: z.boolean(),
    cancel_requested: z.boolean(),
    attempt: z.int().describe('0: never started.'),
    run_at: time.nullable().describe('A queued job does not start before.'),
    queue_position: z.int().nullable().describe('1: next.'),
    stages: z.array(stageSchema),
    figures: figuresSchema,
    failure: failureSchema.nullable(),
    gaps: z.array(gapSchema),
    from_cache: z.boolean().nullable(),
    wiki_url: z.string().nullable(),
    links: linksSchema,
  })
  .meta({ id: 'JobStatusResponse' })

export type JobStatusResponse = z.infer<typeof jobStatusResponse>

export function toJobStatusResponse(job: JobStatus, queuePosition: number | undefined): JobStatusResponse {
  const { subject } = job
  const wiki = job.status === 'completed' ? wikiUrl(job.subject, job.commitId) : null
  return {
    job_id: job.id,
    repo_url: subject.url,
    status: job.status,
    created_at: job.createdAt.toISOString(),
    started_at: iso(job.startedAt),
    completed_at: isEnded(job) ? job.completedAt.toISOString() : null,
    error_message: job.status === 'failed' ? job.failure.message : null,
    progress: toProgressResponse(job.progress),
    docs_path: docsPathOf(job),
    main_model: job.mainModel ?? null,
    commit_id: job.commitId ?? (subject.revision.kind === 'commit' ? subject.revision.id : null),
    host: subject.host,
    owner: subject.owner,
    name: subject.name,
    revision: subject.revision,
    options: { include: [...job.options.include], exclude: [...job.options.exclude], no_cache: job.options.noCache, ...fromWishes(job.options.steering) },
    priority: job.priority,
    paused: isEnded(job) ? false : job.paused,
    cancel_requested: job.status === 'processing' && job.cancelRequested,
    attempt: job.attempt,
    run_at: job.status === 'queued' ? job.runAt.toISOString() : null,
    queue_position: queuePosition ?? null,
    stages: job.stages.map(toStageResponse),
    figures: toFiguresResponse(job.figures),
    failure: job.lastFailure === undefined ? null : toFailureResponse(job.lastFailure),
    gaps: job.status === 'completed' ? job.gaps.map((gap) => ({ ...gap })) : [],
    from_cache: job.status === 'completed' ? job.fromCache : null,
    wiki_url: wiki,
    links: { self: `/api/jobs/${job.id}`, events: `/api/jobs/${job.id}/events`, html: `/jobs/${job.id}`, wiki },
  }
}

type EndedJob = Extract<JobStatus, { completedAt: Date }>

export const isEnded = (job: JobStatus): job is EndedJob => 'completedAt' in job

export const iso = (moment: Date | undefined): string | null => moment?.toISOString() ?? null

/** Where the original's clients find the files: a path of this server, never one of its disk. */
export const docsPathOf = (job: JobStatus): string | null => (job.status === 'completed' ? `/static-docs/${job.id}/` : null)

export function wikiUrl(subject: { readonly host: string; readonly owner: string; readonly name: string }, commit: string): string {
  return `${wikiPath(subject, commit)}/overview`
}

export function toProgressResponse(progress: JobProgress): z.infer<typeof progressSchema> {
  return {
    stage: progress.stage ?? null,
    message: progress.message,
    percent: progress.percent,
    step: progress.step ?? null,
    steps: progress.steps ?? null,
    eta: progress.eta === undefined ? null : { ...progress.eta },
  }
}

function toFiguresResponse({ bytesFetched, filesParsed, pagesWritten, spent }: JobFigures): z.infer<typeof figuresSchema> {
  return {
    bytes_fetched: bytesFetched,
    files_parsed: filesParsed,
    pages_written: pagesWritten,
    model_calls: spent.calls,
    input_tokens: spent.inputTokens,
    output_tokens: spent.outputTokens,
    cost_usd: spent.costUsd ?? null,
  }
}

function toStageResponse(record: StageRecord): z.infer<typeof stageSchema> {
  return {
    stage: record.stage,
    started_at: record.startedAt.toISOString(),
    finished_at: iso(record.finishedAt),
    duration_ms: record.finishedAt === undefined ? null : Math.max(0, record.finishedAt.getTime() - record.startedAt.getTime()),
    summary: record.summary ?? null,
  }
}

function toFailureResponse(failure: JobFailure): z.infer<typeof failureSchema> {
  return {
    code: failure.code,
    message: failure.message,
    advice: failure.advice ?? null,
    attempt: failure.attempt,
    at: failure.at.toISOString(),
  }
}
