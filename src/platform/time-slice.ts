import { setImmediate } from 'node:timers/promises'

const sliceMs = 40

/** Long work in slices: between two of them the event loop turns, so that leases are renewed and cancels are heard. */
export class TimeSlice {
  readonly #signal: AbortSignal
  #since = performance.now()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get isOver(): boolean {
    return performance.now() - this.#since > sliceMs
  }

  /** @throws the signal's reason when it fired. */
  async next(): Promise<void> {
    await setImmediate()
    this.#signal.throwIfAborted()
    this.#since = performance.now()
  }
}
