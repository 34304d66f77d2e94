import type { JobRecord } from '../job-record.js'
import type { JobFigures, Spending } from '../job-status.js'
import type { JobReport } from '../job-store.js'
import { closeLast, type Change } from './change.js'

/** A running job tells how far it is. */
export function reportJob(job: JobRecord, report: JobReport, now: Date): Change {
  const stages = moveStages(job, report, now)
  return {
    job: {
      ...job,
      stages,
      progress: report.progress,
      figures: countOn(job.figures, report),
      commitId: report.commitId ?? job.commitId,
      version: job.version + 1,
    },
    events: report.events,
  }
}

function countOn(figures: JobFigures, { counted, spent }: JobReport): JobFigures {
  return { ...figures, ...counted, spent: spent === undefined ? figures.spent : addSpending(figures.spent, spent) }
}

export function addSpending(a: Spending, b: Spending): Spending {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === undefined || b.costUsd === undefined ? undefined : a.costUsd + b.costUsd,
  }
}

function moveStages({ stages }: JobRecord, report: JobReport, now: Date): JobRecord['stages'] {
  const { stage, stageSummary } = report
  const summarised =
    stageSummary === undefined
      ? stages
      : stages.map((record, at) => (at === stages.length - 1 ? { ...record, summary: stageSummary } : record))
  if (stage === undefined) return summarised
  return [...closeLast(summarised, now), { stage, startedAt: now, finishedAt: undefined, summary: undefined }]
}
