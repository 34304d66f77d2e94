import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import type { CheckpointStore } from '../../checkpoint-store.js'
import type { JobDatabase } from './context.js'

/** Beside the jobs, in the same database and with the same durability; its tables come with the job store. */
export function postgresCheckpointStore({ pool }: Pick<JobDatabase, 'pool'>): CheckpointStore {
  return {
    get: async (jobId, step) =>
      (await query.get<{ value: string }>(pool, 'SELECT value FROM job_checkpoints WHERE job_id = $1 AND step = $2', jobId, step))?.value,
    put: (lease, step, value) =>
      withTransaction(pool, async (client) => {
        const held = await query.get<{ known: boolean }>(
          client,
          `SELECT EXISTS (SELECT 1 FROM job_checkpoints WHERE job_id = $1 AND step = $3) AS known
           FROM jobs WHERE id = $1 AND attempt = $2 AND status = 'processing' FOR UPDATE`,
          lease.jobId,
          lease.attempt,
          step,
        )
        if (held === undefined) return false
        if (!held.known) await query.run(client, 'UPDATE jobs SET crashes = 0 WHERE id = $1 AND crashes > 0', lease.jobId)
        await query.run(
          client,
          `INSERT INTO job_checkpoints (job_id, step, value) VALUES ($1, $2, $3) ON CONFLICT (job_id, step) DO UPDATE SET value = excluded.value`,
          lease.jobId,
          step,
          value,
        )
        return true
      }),
  }
}
