import { transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { CheckpointStore } from '../../checkpoint-store.js'

/** Beside the jobs, in the same file and with the same durability; its tables come with the job store. */
export function sqliteCheckpointStore(database: Database): CheckpointStore {
  const find = (jobId: string, step: string): string | undefined =>
    sql.get<{ value: string }>(database, 'SELECT value FROM job_checkpoints WHERE job_id = ? AND step = ?', jobId, step)?.value
  return {
    get: async (jobId, step) => find(jobId, step),
    put: async (lease, step, value) =>
      transaction(database, () => {
        const held = sql.get(
          database,
          `SELECT 1 FROM jobs WHERE id = ? AND attempt = ? AND status = 'processing'`,
          lease.jobId,
          lease.attempt,
        )
        if (held === undefined) return false
        if (find(lease.jobId, step) === undefined)
          sql.run(database, 'UPDATE jobs SET crashes = 0 WHERE id = ? AND crashes > 0', lease.jobId)
        sql.run(
          database,
          'INSERT INTO job_checkpoints (job_id, step, value) VALUES (?, ?, ?) ON CONFLICT (job_id, step) DO UPDATE SET value = excluded.value',
          lease.jobId,
          step,
          value,
        )
        return true
      }),
  }
}
