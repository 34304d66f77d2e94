import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import type { JobReport, Lease } from '../../job-store.js'
import { reportJob } from '../../moves/report-job.js'
import { writeStages } from '../sql/job-row.js'
import { heldJob, tellChange, type JobDatabase } from './context.js'

/** The most frequent write: it touches no indexed column. */
export function reportProgress(jobs: JobDatabase, lease: Lease, report: JobReport): Promise<boolean> {
  return withTransaction(jobs.pool, async (client) => {
    const held = await heldJob(jobs, client, lease)
    if (held === undefined) return false
    const moved = reportJob(held.job, report, held.now)
    await query.run(
      client,
      'UPDATE jobs SET progress = $2, figures = $3, commit_id = $4, stages = $5, version = $6 WHERE id = $1',
      moved.job.id,
      JSON.stringify(moved.job.progress),
      JSON.stringify(moved.job.figures),
      moved.job.commitId ?? null,
      writeStages(moved.job.stages),
      moved.job.version,
    )
    await tellChange(jobs, client, moved, held.now)
    return true
  })
}
