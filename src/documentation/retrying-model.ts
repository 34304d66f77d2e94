import { setTimeout as delay } from 'node:timers/promises'
import { ModelUnavailable } from './model-unavailable.js'
import type { TextModel } from './text-model.js'

export interface RetrySettings {
  /** Tries after the first. */
  readonly retries: number
  /** Ceiling of the first wait; doubles. */
  readonly baseDelayMs: number
  /** Whoever asks for more patience than this gets it from the job, which waits without holding a worker. */
  readonly maxDelayMs: number
}

const usual: RetrySettings = { retries: 2, baseDelayMs: 1_000, maxDelayMs: 20_000 }

/** Tries again what could not be reached, never sooner than the other side asked for. Aborted at once by the signal. */
export function retryingModel(model: TextModel, settings: RetrySettings = usual): TextModel {
  return {
    complete: async (request, signal) => {
      for (let tried = 0; ; tried += 1) {
        try {
          return await model.complete(request, signal)
        } catch (error) {
          signal.throwIfAborted()
          if (!(error instanceof ModelUnavailable) || error.isLasting || tried >= settings.retries) throw error
          const waitMs = Math.max((error.askedSeconds ?? 0) * 1000, settings.baseDelayMs * 2 ** tried * (0.5 + Math.random() / 2))
          if (waitMs > settings.maxDelayMs) throw error
          await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted())
        }
      }
    },
  }
}
