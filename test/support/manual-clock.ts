import type { Clock } from '../../src/platform/clock.js'

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #wallMs = Date.UTC(2026, 0, 5, 12)
  #monotonicMs = 1_000_000

  now(): Date {
    return new Date(this.#wallMs)
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  advance(ms: number): void {
    this.#wallMs += ms
    this.#monotonicMs += ms
  }

  /** Somebody sets the wall clock; no time passes. */
  setWallBy(ms: number): void {
    this.#wallMs += ms
  }
}
