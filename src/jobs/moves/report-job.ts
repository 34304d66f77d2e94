import type { JobRecord } from '../job-record.js'
import type { JobReport } from '../job-store.js'
import { closeLast, type Change } from './change.js'

/** A running job tells how far it is. */
export function reportJob(job: JobRecord, report: JobReport, now: Date): Change {
  const stages = moveStages(job, report, now)
  return {
    job: { ...job, stages, progress: report.progress, commitId: report.commitId ?? job.commitId, version: job.version + 1 },
    events: report.events,
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
