/** `work`: a job may be due. `steered`: a job that runs may have been told to stop. */
export type WakeReason = 'work' | 'steered'

/** Tells workers that there may be something to do. May lose a call: that only costs freshness, since workers also look by themselves. */
export interface WakeUp {
  /** `work` when nothing else is said. */
  notify(reason?: WakeReason): void
  /** Calls back on every notification until unsubscribed. */
  subscribe(listener: (reason: WakeReason) => void): () => void
}
