import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { StoredJob } from '../../stored-job.js'
import { toRecord, type JobRow } from '../sql/job-row.js'
import type { JobDatabase } from './context.js'
import { jobEvents } from './query-jobs.js'

/** A worker of this machine holds a lease that has not run out. */
export function hasRunningJobs({ database, clock, bootId }: JobDatabase): boolean {
  const running = `SELECT 1 FROM jobs WHERE status = 'processing' AND lease_boot = ? AND lease_until > ?`
  return sql.get(database, running, bootId, clock.monotonicMs()) !== undefined
}

/** Every job, oldest first, one at a time. */
export function* exportJobs(database: Database): Generator<StoredJob> {
  for (let after = ''; ; ) {
    const row = sql.get<JobRow>(database, 'SELECT * FROM jobs WHERE id > ? ORDER BY id LIMIT 1', after)
    if (row === undefined) return
    const steps = sql.all<{ step: string; value: string }>(database, 'SELECT step, value FROM job_checkpoints WHERE job_id = ?', row.id)
    yield {
      job: toRecord(row),
      events: jobEvents(database, row.id, 0, Number.MAX_SAFE_INTEGER),
      checkpoints: new Map(steps.map(({ step, value }) => [step, value])),
    }
    after = row.id
  }
}
