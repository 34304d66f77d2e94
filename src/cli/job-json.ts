import type { JobEvent } from '../jobs/job-event.js'
import type { JobStatus } from '../jobs/job-status.js'
import { estimateFields } from '../pipeline/estimate-fields.js'

/** The fields of the REST API, for machines. */
export function jobJson(job: JobStatus): Record<string, unknown> {
  return {
    job_id: job.id,
    repo_url: job.subject.url,
    status: job.status,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    completed_at: 'completedAt' in job ? job.completedAt.toISOString() : null,
    commit_id: job.commitId ?? null,
    attempt: job.attempt,
    progress: job.progress,
    spent: { model_calls: job.figures.spent.calls, input_tokens: job.figures.spent.inputTokens, output_tokens: job.figures.spent.outputTokens, cost_usd: job.figures.spent.costUsd ?? null },
    estimate: job.figures.estimate === undefined ? null : estimateFields(job.figures.estimate),
    failure: job.status === 'failed' ? { code: job.failure.code, message: job.failure.message, advice: job.failure.advice ?? null } : null,
    gaps: job.status === 'completed' ? job.gaps : [],
    wiki_key: job.status === 'completed' ? job.wikiKey : null,
  }
}

export function eventJson(event: JobEvent): Record<string, unknown> {
  return { sequence: event.sequence, at: event.at.toISOString(), level: event.level, stage: event.stage ?? null, message: event.message, status: event.status, progress: event.progress }
}
