/** Time as a dependency, so that tests turn it by hand. */
export interface Clock {
  /** Wall time, for people and records. May jump. */
  now(): Date
  /** Milliseconds that never go back, for durations and leases within one process. */
  monotonicMs(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
}
