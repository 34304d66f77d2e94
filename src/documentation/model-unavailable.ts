import { AppError } from '../platform/app-error.js'

export interface Outage {
  /** It broke amid the call, so it may have been paid for. */
  readonly mayCost?: boolean
  /** What the other side asked for; told apart from what we would wait anyway. */
  readonly askedSeconds?: number | undefined
  /** It is there, and has too much to do: it wants fewer calls. */
  readonly isBusy?: boolean
  /** Trying again at once would not help. */
  readonly isLasting?: boolean
}

/** `documentation/model-unavailable`: the same call may succeed later. */
export class ModelUnavailable extends AppError {
  readonly askedSeconds: number | undefined
  readonly isBusy: boolean
  readonly isLasting: boolean

  constructor(why: string, retryAfterSeconds: number, { mayCost = false, askedSeconds, isBusy = false, isLasting = false }: Outage) {
    super('documentation/model-unavailable', 'transient', `The language model is not available: ${why}.`, {
      advice: 'The job goes on by itself; finished pages and paid calls are kept. `codewiki doctor` shows whether the endpoint answers.',
      retryAfterSeconds,
      isOutage: !mayCost,
    })
    this.askedSeconds = askedSeconds
    this.isBusy = isBusy
    this.isLasting = isLasting
  }
}
