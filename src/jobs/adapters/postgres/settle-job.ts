import type { PoolClient } from 'pg'
import type { Settled } from '../../../platform/batches.js'
import type { Lease, Outcome } from '../../job-store.js'
import { acquitJob } from '../../moves/claim-job.js'
import { settleJob as settle } from '../../moves/settle-job.js'
import { changing, readJob, readJobs, saveMove, saveMoves, type JobDatabase, type Move, type Read } from './context.js'

export type RecordPublication = (client: PoolClient, publication: unknown) => Promise<void>

export interface Ending {
  readonly lease: Lease
  readonly outcome: Outcome
}

/** Ends attempts and makes their publications visible, in one transaction, each fenced by its attempt: false for one that is lost. */
export function settleJobs(jobs: JobDatabase, endings: readonly Ending[], recordPublication: RecordPublication): Promise<readonly Settled<boolean>[]> {
  return changing(jobs, async (client, atLast) => {
    const held = await lockHeld(jobs, client, endings)
    const lost = endings.filter(({ lease }) => held.get(lease.jobId)?.job.attempt !== lease.attempt)
    for (const { lease } of lost) await acquit(jobs, client, lease, held)
    const settled: Settled<boolean>[] = []
    const moves: Move[] = []
    for (const { lease, outcome } of endings) {
      const read = held.get(lease.jobId)
      const holds = read?.job.attempt === lease.attempt
      settled.push({ answer: holds })
      if (!holds) continue
      // Whoever settles twice is refused the second time.
      held.delete(lease.jobId)
      moves.push({ change: settle(read.job, outcome, read.now), now: read.now })
      if (outcome.kind === 'completed' && outcome.publication !== undefined) await recordPublication(client, outcome.publication)
    }
    atLast(saveMoves(jobs, client, moves))
    return settled
  })
}

/** The fence: the jobs whose attempt still holds. In the order of their ids, so that two never wait for each other. */
async function lockHeld(jobs: JobDatabase, client: PoolClient, endings: readonly Ending[]): Promise<Map<string, Read>> {
  const held = `(id, attempt) IN (SELECT * FROM unnest($2::text[], $3::int[])) AND status = 'processing' ORDER BY id FOR UPDATE`
  const ids = endings.map(({ lease }) => lease.jobId)
  const reads = await readJobs(
    jobs,
    client,
    held,
    ids,
    endings.map(({ lease }) => lease.attempt),
  )
  return new Map(reads.map((read) => [read.job.id, read]))
}

/** Another attempt of the same job may be among those that hold, and end next. */
async function acquit(jobs: JobDatabase, client: PoolClient, { jobId, attempt }: Lease, held: Map<string, Read>): Promise<void> {
  const read = held.get(jobId) ?? (await readJob(jobs, client, 'id = $2 FOR UPDATE', jobId))
  const acquitted = read && acquitJob(read.job, attempt)
  if (read === undefined || acquitted === undefined) return
  const job = await saveMove(jobs, client, acquitted, read)
  if (held.has(jobId)) held.set(jobId, { ...read, job })
}
