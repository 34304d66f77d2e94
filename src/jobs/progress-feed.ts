/** Tells readers that a job has changed (`undefined`: some job). May lose a call; the truth is read from the store. */
export interface ProgressFeed {
  subscribe(listener: () => void): () => void
  close(): void
}
