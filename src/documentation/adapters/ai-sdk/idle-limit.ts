/** Aborts `signal` when a wait lasts longer than `ms`. One at a time; not counted while nobody waits. */
export class IdleLimit {
  readonly #ms: number
  readonly #end = new AbortController()

  constructor(ms: number) {
    this.#ms = ms
  }

  get signal(): AbortSignal {
    return this.#end.signal
  }

  async during<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#end.abort(), this.#ms)
    try {
      return await work
    } finally {
      clearTimeout(timer)
    }
  }
}
