import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../platform/clock.js'
import { CallGate, type RateLimits } from './call-gate.js'
import { ModelUnavailable } from './model-unavailable.js'
import { requestLength } from './request-length.js'
import type { TextAnswer, TextModel } from './text-model.js'

/**
 * Keeps the calls to one provider, of all jobs of this process, within its limits: so many at a time, requests and tokens in a minute. When
 * it says that it is busy, half as many calls are made at a time, and none until the time that it names; then it is one more after each
 * round of good answers. Whoever comes first goes first: a job has only so many calls waiting, so none is kept from its turn by another.
 */
export function rateLimitedModel(model: TextModel, limits: RateLimits, clock: Clock, wait: Wait = delayed): TextModel {
  const gate = new CallGate(limits, () => clock.monotonicMs(), wait)
  return {
    complete: async (request, signal) => {
      signal.throwIfAborted()
      // What OpenAI counts, too: as if the answer were as long as it may be. Set right when it is there.
      const call = await gate.enter(Math.ceil(requestLength(request) / 4) + request.maxOutputTokens, signal)
      let answer: TextAnswer | undefined
      try {
        answer = await model.complete(request, signal)
        return answer
      } catch (error) {
        if (error instanceof ModelUnavailable && error.isBusy) gate.slowDown(call, error.askedSeconds)
        throw error
      } finally {
        gate.leave(call, answer === undefined ? undefined : answer.usage.inputTokens + answer.usage.outputTokens)
      }
    },
  }
}

/** Resolves after so long, or when the signal fires; never rejects. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

const delayed: Wait = (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined)
