/** Tells workers that there may be work. May lose a call: that only costs freshness, since workers also poll. */
export interface WakeUp {
  notify(): void
  /** Calls back on every notification until unsubscribed. */
  subscribe(listener: () => void): () => void
}
