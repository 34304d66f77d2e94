import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { JobReport, Lease } from '../../job-store.js'
import type { StageRecord } from '../../job-status.js'
import { appendEvent, type JobDatabase } from './context.js'
import { readStages, writeStages } from './job-row.js'

/** Fenced by the attempt: a late worker changes nothing. */
export function reportProgress({ database, clock }: JobDatabase, lease: Lease, report: JobReport): boolean {
  return transaction(database, () => {
    const row = sql.get<{ stages: string }>(database, `SELECT stages FROM jobs WHERE id = ? AND attempt = ? AND status = 'processing'`, lease.jobId, lease.attempt)
    if (row === undefined) return false
    const now = clock.now()
    const stages = report.stage === undefined && report.stageSummary === undefined ? row.stages : writeStages(moveStages(readStages(row.stages), report, now))
    sql.run(
      database,
      `UPDATE jobs SET progress = ?, commit_id = coalesce(?, commit_id), stages = ?, version = version + 1 WHERE id = ?`,
      JSON.stringify(report.progress), report.commitId ?? null, stages, lease.jobId,
    )
    for (const event of report.events) {
      appendEvent(database, { jobId: lease.jobId, at: now.getTime(), ...event, status: 'processing', progress: report.progress })
    }
    return true
  })
}

function moveStages(records: StageRecord[], report: JobReport, now: Date): StageRecord[] {
  const summarised = report.stageSummary === undefined ? records : records.map((record, at) => (at === records.length - 1 ? { ...record, summary: report.stageSummary } : record))
  if (report.stage === undefined) return summarised
  return [...closeLast(summarised, now), { stage: report.stage, startedAt: now, finishedAt: undefined, summary: undefined }]
}

export function closeLast(records: readonly StageRecord[], now: Date): StageRecord[] {
  return records.map((record, at) => (at === records.length - 1 && record.finishedAt === undefined ? { ...record, finishedAt: now } : record))
}
