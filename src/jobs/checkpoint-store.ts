import type { Lease } from './job-store.js'

/** Durable, idempotent results of steps, per job. They survive attempts and retries; they go with the job, or when it is complete without gaps. */
export interface CheckpointStore {
  get(jobId: string, step: string): Promise<string | undefined>
  /** Durable when it resolves; replaces an earlier value. Fenced like every write of an attempt. False: the lease is lost. */
  put(lease: Lease, step: string, value: string): Promise<boolean>
}
