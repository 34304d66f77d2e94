import { transaction } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { JobReport, Lease, LeaseAnswer } from '../../job-store.js'
import { leaseAnswer } from '../../moves/lease-answer.js'
import { reportJob } from '../../moves/report-job.js'
import { appendEvents, heldRecord, type JobDatabase } from './context.js'
import { writeStages } from '../sql/job-row.js'

/** The most frequent write: it touches no indexed column. */
export function reportProgress(jobs: JobDatabase, lease: Lease, report: JobReport): LeaseAnswer {
  const { database, clock } = jobs
  return transaction(database, () => {
    const record = heldRecord(database, lease)
    if (record === undefined) return 'lost'
    const { job, events } = reportJob(record, report, clock.now())
    sql.run(
      database,
      `UPDATE jobs SET progress = ?, figures = ?, commit_id = ?, stages = ?, version = ? WHERE id = ?`,
      JSON.stringify(job.progress),
      JSON.stringify(job.figures),
      job.commitId ?? null,
      writeStages(job.stages),
      job.version,
      job.id,
    )
    appendEvents(jobs, job, events)
    return leaseAnswer(record)
  })
}
