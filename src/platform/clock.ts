/** Time as a dependency, so that tests turn it by hand. */
export interface Clock {
  /** Wall time, for people and records. May jump. */
  now(): Date
  /**
   * Milliseconds of the machine's monotonic clock: never goes back, is the same for all processes of one boot, and starts
   * anew with a boot. For leases and durations.
   */
  monotonicMs(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  // CLOCK_MONOTONIC counts from boot on Linux and macOS, so two processes agree on it (performance.now() starts at 0 in each).
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
}
