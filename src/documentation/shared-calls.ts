interface SharedCall<T> {
  readonly result: Promise<T>
  readonly stop: AbortController
  waiting: number
}

/** Equal work under way is done once. A caller that is aborted leaves at once; the work itself stops when its last caller has left. */
export class SharedCalls<T> {
  readonly #running = new Map<string, SharedCall<T>>()

  isUnderWay(key: string): boolean {
    return this.#running.has(key)
  }

  async run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<{ readonly value: T; readonly joined: boolean }> {
    const known = this.#running.get(key)
    const call = known ?? this.#start(key, work)
    call.waiting += 1
    try {
      return { value: await orAborted(call.result, signal), joined: known !== undefined }
    } finally {
      call.waiting -= 1
      if (call.waiting === 0) this.#leave(key, call, signal.reason)
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<T>): SharedCall<T> {
    const stop = new AbortController()
    const call: SharedCall<T> = { result: work(stop.signal), stop, waiting: 0 }
    this.#running.set(key, call)
    call.result.catch(() => undefined).finally(() => this.#forget(key, call))
    return call
  }

  /** Whoever comes after starts anew rather than join work that is being stopped. */
  #leave(key: string, call: SharedCall<T>, reason: unknown): void {
    this.#forget(key, call)
    call.stop.abort(reason)
  }

  #forget(key: string, call: SharedCall<T>): void {
    if (this.#running.get(key) === call) this.#running.delete(key)
  }
}

function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
