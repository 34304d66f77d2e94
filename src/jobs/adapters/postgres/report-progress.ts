import { query } from '../../../platform/postgres/query.js'
import type { JobReport, Lease, LeaseAnswer } from '../../job-store.js'
import { leaseAnswer } from '../../moves/lease-answer.js'
import { reportJob } from '../../moves/report-job.js'
import { writeStages } from '../sql/job-row.js'
import { appendEvents, changing, heldJob, type JobDatabase } from './context.js'

/** The most frequent write: it touches no indexed column. */
export function reportProgress(jobs: JobDatabase, lease: Lease, report: JobReport): Promise<LeaseAnswer> {
  return changing(jobs, async (client, atLast) => {
    const held = await heldJob(jobs, client, lease)
    if (held === undefined) return 'lost'
    const { job, events } = reportJob(held.job, report, held.now)
    // Mere progress may be lost with the server; its next word comes soon.
    if (report.spent === undefined && events.length === 0) atLast(query.run(client, 'SET LOCAL synchronous_commit TO off'))
    atLast(
      query.run(
        client,
        'UPDATE jobs SET progress = $2, figures = $3, commit_id = $4, stages = $5, version = $6 WHERE id = $1',
        job.id,
        JSON.stringify(job.progress),
        JSON.stringify(job.figures),
        job.commitId ?? null,
        writeStages(job.stages),
        job.version,
      ),
    )
    atLast(appendEvents(client, job, events, held.now))
    return leaseAnswer(job)
  })
}
