import { modelErrors } from './text-model.js'

export interface RateLimits {
  readonly maxConcurrentCalls: number
  readonly requestsPerMinute?: number | undefined
  /** Read and written together. */
  readonly tokensPerMinute?: number | undefined
}

/** A call that was let in. */
export interface OpenCall {
  readonly at: number
  tokens: number
}

interface Waiting {
  readonly tokens: number
  readonly letIn: (call: OpenCall) => void
  readonly turnAway: (error: Error) => void
}

const minuteMs = 60_000
/** When a busy provider does not say how long. */
const pauseSeconds = 1
/** A longer pause is left to the jobs, which wait without holding a worker. */
const patienceSeconds = 20

/**
 * Lets calls in, first come, first served. Closed while as many as allowed are inside, until a named time after the provider said that it
 * is busy, and as long as the last minute is full; `#look` runs whenever one of these may have changed.
 */
export class CallGate {
  readonly #limits: RateLimits
  readonly #now: () => number
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly #waiting: Waiting[] = []
  #lastMinute: OpenCall[] = []
  #inside = 0
  #allowed: number
  #goodAnswers = 0
  #slowedAt = -Infinity
  #closedUntil = -Infinity
  #alarm: AbortController | undefined

  constructor(limits: RateLimits, now: () => number, wait: (ms: number, signal: AbortSignal) => Promise<void>) {
    this.#limits = limits
    this.#now = now
    this.#wait = wait
    this.#allowed = limits.maxConcurrentCalls
  }

  /**
   * @param tokens as many as the call may come to
   * @throws AppError `documentation/model-unavailable` when the provider wants a long pause, the signal's reason
   */
  enter(tokens: number, signal: AbortSignal): Promise<OpenCall> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(signal.reason as Error)
        this.#look()
      }
      const waiting: Waiting = {
        tokens,
        letIn: (call) => {
          signal.removeEventListener('abort', leave)
          resolve(call)
        },
        turnAway: (error) => {
          signal.removeEventListener('abort', leave)
          reject(error)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
      this.#look()
    })
  }

  /** The provider is busy: fewer at a time. Calls that were under way together are one sign, not many. */
  slowDown(call: OpenCall, askedSeconds: number | undefined): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#now() + (askedSeconds ?? pauseSeconds) * 1000)
    if (call.at <= this.#slowedAt) return
    this.#slowedAt = this.#now()
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2))
    this.#goodAnswers = 0
  }

  /** @param tokens what it came to; undefined when it failed */
  leave(call: OpenCall, tokens: number | undefined): void {
    this.#inside -= 1
    if (tokens !== undefined) {
      call.tokens = tokens
      this.#goodAnswers += 1
    }
    if (this.#goodAnswers >= this.#allowed) {
      this.#goodAnswers = 0
      this.#allowed = Math.min(this.#limits.maxConcurrentCalls, this.#allowed + 1)
    }
    this.#look()
  }

  #look(): void {
    this.#alarm?.abort()
    this.#alarm = undefined
    const pauseMs = this.#closedUntil - this.#now()
    if (pauseMs > patienceSeconds * 1000) return this.#turnAllAway(pauseMs / 1000)
    for (let [first] = this.#waiting; first !== undefined && this.#inside < this.#allowed; [first] = this.#waiting) {
      const closedMs = Math.max(this.#closedUntil - this.#now(), this.#fullForMs(first.tokens))
      if (closedMs > 0) return this.#lookIn(closedMs)
      const call = { at: this.#now(), tokens: first.tokens }
      this.#waiting.shift()
      this.#inside += 1
      if (this.#isCounting) this.#lastMinute.push(call)
      first.letIn(call)
    }
  }

  get #isCounting(): boolean {
    return this.#limits.requestsPerMinute !== undefined || this.#limits.tokensPerMinute !== undefined
  }

  /** Until enough of the last minute's calls are older than that. A call of more than a minute's tokens goes when nothing else counts. */
  #fullForMs(tokens: number): number {
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = this.#limits
    const since = this.#now() - minuteMs
    this.#lastMinute = this.#lastMinute.filter(({ at }) => at > since)
    let [requests, sum] = [this.#lastMinute.length, this.#lastMinute.reduce((all, call) => all + call.tokens, 0)]
    let freeAt = since
    for (const call of this.#lastMinute) {
      if (requests < requestsPerMinute && sum + tokens <= tokensPerMinute) break
      requests -= 1
      sum -= call.tokens
      freeAt = call.at
    }
    return freeAt - since
  }

  #lookIn(ms: number): void {
    const alarm = new AbortController()
    this.#alarm = alarm
    void this.#wait(ms, alarm.signal).then(() => {
      if (this.#alarm === alarm) this.#look()
    })
  }

  #turnAllAway(seconds: number): void {
    const askedSeconds = Math.ceil(seconds)
    for (const { turnAway } of this.#waiting.splice(0)) turnAway(modelErrors.unavailable(`it asked for ${askedSeconds} seconds without a call`, askedSeconds, { askedSeconds }))
  }
}
