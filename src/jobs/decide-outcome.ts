import { toAppError, type ErrorKind } from '../platform/app-error.js'
import type { Outcome } from './job-store.js'

export interface RetryPolicy {
  /** Attempts in all, the first included, before a transient failure is final. */
  readonly maxAttempts: number
  /** Ceiling of the first back-off, in milliseconds; doubles with each failure. */
  readonly baseDelayMs: number
  /** The ceiling grows no further, in milliseconds. */
  readonly maxDelayMs: number
  /** So long after its start a job waits for something that every job needs; from then on it fails like any other. In milliseconds. */
  readonly patienceMs: number
}

export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 5, baseDelayMs: 2_000, maxDelayMs: 300_000, patienceMs: 86_400_000 }

/** Why the attempt was told to stop, if it was. */
export type StopReason = 'cancel' | 'shutdown' | 'pause' | 'lease-lost'

export interface EndedAttempt {
  readonly thrown: unknown
  /** Failures of this job before this one. */
  readonly failures: number
  /** Since the job first started, in milliseconds. */
  readonly sinceStartMs: number
  readonly stopReason: StopReason | undefined
}

/** How often a failure of a kind is worth another attempt. What a retry cannot help fails at once. */
const attemptsFor: Readonly<Record<ErrorKind, (policy: RetryPolicy) => number>> = {
  transient: (policy) => policy.maxAttempts,
  limit: (policy) => policy.maxAttempts,
  internal: () => 2,
  invalid: () => 1,
  unauthorised: () => 1,
  missing: () => 1,
  conflict: () => 1,
  'too-large': () => 1,
  cancelled: () => 1,
}

/**
 * The one place that says what a failed attempt means. One that lost its lease hands back what it may not have any more: nobody else
 * may have taken it, and when somebody has, the fence refuses.
 */
export function decideOutcome(ended: EndedAttempt, policy: RetryPolicy, random: () => number): Outcome {
  if (ended.stopReason === 'cancel') return { kind: 'cancelled' }
  if (ended.stopReason !== undefined) return { kind: 'handed-back' }

  const error = toAppError(ended.thrown)
  if (error.code === 'jobs/lease-lost') return { kind: 'handed-back' }
  const failure = { code: error.code, message: error.message, advice: error.advice }
  if (error.isOutage && ended.sinceStartMs < policy.patienceMs) {
    return { kind: 'parked', failure, delayMs: parkedDelayMs(ended.sinceStartMs, error.retryAfterSeconds, policy, random) }
  }
  if (ended.failures + 1 >= attemptsFor[error.kind](policy)) return { kind: 'failed', failure }
  return { kind: 'retry-later', failure, delayMs: retryDelayMs(ended.failures + 1, error.retryAfterSeconds, policy, random) }
}

/** Longest wait that another side may ask for. A server that says "in a year" would park the job for ever. */
const maxRetryAfterMs = 3_600_000

/**
 * Exponential back-off with full jitter: a random wait below a ceiling that doubles, so that jobs that failed together do not come
 * back together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). Never earlier than Retry-After.
 */
function retryDelayMs(failures: number, retryAfterSeconds: number | undefined, policy: RetryPolicy, random: () => number): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1))
  return Math.round(Math.max(askedMs(retryAfterSeconds), ceiling * random()))
}

/** Grows with the outage: a quarter of the time that it has lasted at most, and as little as a base delay more than was asked for. */
function parkedDelayMs(sinceStartMs: number, retryAfterSeconds: number | undefined, policy: RetryPolicy, random: () => number): number {
  const grown = Math.min(policy.maxDelayMs, Math.max(policy.baseDelayMs, sinceStartMs / 4))
  return Math.round(Math.max(askedMs(retryAfterSeconds), grown / 2) + (grown / 2) * random())
}

const askedMs = (retryAfterSeconds: number | undefined): number => Math.min(maxRetryAfterMs, Math.max(0, retryAfterSeconds ?? 0) * 1000)
