import { machineFailure, type MachineFailure } from './machine-failure.js'

/** Who has to act on a failure. Translated at the edges only: to an HTTP status, an exit code, retry or fail. */
export type ErrorKind =
  | 'invalid' //      the caller sent something that can never work as it is
  | 'unauthorised' // credentials are missing or refused
  | 'missing' //      the named thing does not exist
  | 'conflict' //     the thing's present state forbids it
  | 'limit' //        a quota or queue is full; later may work
  | 'too-large' //    beyond a configured bound
  | 'transient' //    the same call may succeed later (network, 5xx, disk pressure)
  | 'cancelled' //    somebody asked us to stop
  | 'internal' //     our own fault

export interface AppErrorOptions {
  /** One sentence a person can follow to get further. */
  readonly advice?: string
  /** JSON-safe facts; never a secret, never raw output of a child process. */
  readonly details?: Readonly<Record<string, string | number | boolean>>
  /** When the same call is worth repeating, in seconds. */
  readonly retryAfterSeconds?: number
  /** Something that every job needs is away, and trying cost nothing: whoever waits for it has not failed. */
  readonly isOutage?: boolean
  readonly cause?: unknown
}

/** Every failure that we throw on purpose. `code` is stable API (`area/what-happened`); the message is for people. */
export class AppError extends Error {
  readonly code: string
  readonly kind: ErrorKind
  readonly advice: string | undefined
  readonly details: Readonly<Record<string, string | number | boolean>>
  readonly retryAfterSeconds: number | undefined
  readonly isOutage: boolean

  constructor(code: string, kind: ErrorKind, message: string, options: AppErrorOptions = {}) {
    // Refused by the thousand when more is asked than we can take, and a trace costs more than all the rest of a refusal.
    const { stackTraceLimit } = Error
    if (kind === 'limit') Error.stackTraceLimit = 0
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'AppError'
    this.code = code
    this.kind = kind
    this.advice = options.advice
    this.details = options.details ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
    this.isOutage = options.isOutage ?? false
  }
}

export function machineError(failure: MachineFailure, cause: unknown): AppError {
  const { code, kind, message, ...options } = failure
  return new AppError(code, kind, message, { ...options, cause })
}

/** Wraps anything thrown into an AppError: what the machine refused by its name, other foreign errors as `internal/unexpected`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const refused = machineFailure(thrown)
  if (refused !== undefined) return machineError(refused, thrown)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('internal/unexpected', 'internal', `Something unexpected went wrong: ${message}`, {
    advice: 'Retry the job. If it happens again, report it with the job id.',
    cause: thrown,
  })
}
