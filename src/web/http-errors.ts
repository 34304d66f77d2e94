import { STATUS_CODES } from 'node:http'
import { AppError, type ErrorKind } from '../platform/app-error.js'

/** The one place where a failure's kind becomes an HTTP status. */
const statusByKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  unauthorised: 401,
  missing: 404,
  conflict: 409,
  limit: 503,
  'too-large': 413,
  transient: 503,
  cancelled: 409,
  internal: 500,
}

/** Codes for which HTTP has a more exact word than their kind. */
const statusByCode: ReadonlyMap<string, number> = new Map([
  ['web/malformed-request', 400],
  ['web/malformed-json', 400],
  ['web/missing-host', 400],
  ['web/cross-site', 403],
  ['web/method-not-allowed', 405],
  ['web/not-acceptable', 406],
  ['web/request-timed-out', 408],
  ['web/uri-too-long', 414],
  ['web/unsupported-media-type', 415],
  ['web/unknown-host', 421],
  ['web/too-many-requests', 429],
  ['web/too-many-streams', 429],
  ['web/headers-too-large', 431],
  // The client's own quota for one repository, not ours: the queue may be empty.
  ['jobs/retry-cooldown', 429],
  ['jobs/submitter-queue-full', 429],
])

export function statusOf(error: AppError): number {
  return statusByCode.get(error.code) ?? statusByKind[error.kind]
}

export const problemContentType = 'application/problem+json; charset=utf-8'

/** One thing that is wrong with a request, with the place. */
export interface FieldError {
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** RFC 6901, from the root of the part that `in` names: `/options/include/0`. Empty for the part as a whole. */
  readonly pointer: string
  readonly detail: string
}

/** RFC 9457, with our extension members. What every error of every route looks like. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** Path of the request. */
  readonly instance: string
  /** Stable: `jobs/queue-full`. */
  readonly code: string
  readonly advice?: string
  readonly request_id: string
  /** Seconds; also in the Retry-After header. */
  readonly retry_after?: number
  readonly details?: Readonly<Record<string, string | number | boolean>>
  readonly errors?: readonly FieldError[]
}

export interface ProblemContext {
  readonly instance: string
  readonly requestId: string
  readonly errors?: readonly FieldError[] | undefined
}

/** Shows nothing of `cause` and no trace: those are for the log. */
export function toProblem(error: AppError, context: ProblemContext): Problem {
  return {
    type: `urn:codewiki:problem:${error.code}`,
    title: titleOf(error.code),
    status: statusOf(error),
    detail: error.message,
    instance: context.instance,
    code: error.code,
    ...(error.advice === undefined ? {} : { advice: error.advice }),
    request_id: context.requestId,
    ...(error.retryAfterSeconds === undefined ? {} : { retry_after: error.retryAfterSeconds }),
    ...(Object.keys(error.details).length === 0 ? {} : { details: error.details }),
    ...(context.errors === undefined ? {} : { errors: context.errors }),
  }
}

/** A foreign failure says nothing of itself to a visitor; it is in the log under the request id. */
export function unexpectedError(cause: unknown): AppError {
  return new AppError('internal/unexpected', 'internal', 'Something went wrong on our side.', {
    advice: 'Try again. If it happens again, report it with the request id.',
    cause,
  })
}

/** Errors that Fastify throws before or around a handler, by its own code, else by its status. Undefined: not one of those. */
export function fromFastifyError(error: {
  readonly code?: string
  readonly statusCode?: number
  readonly message: string
}): AppError | undefined {
  const known = error.code === undefined ? undefined : fastifyErrors.get(error.code)
  if (known !== undefined) return new AppError(known.code, known.kind, known.message, { advice: known.advice })
  const status = error.statusCode ?? 500
  if (status < 400 || status >= 500) return undefined
  return new AppError('web/malformed-request', 'invalid', `The request cannot be read: ${STATUS_CODES[status] ?? 'bad request'}.`)
}

interface KnownError {
  readonly code: string
  readonly kind: ErrorKind
  readonly message: string
  readonly advice: string
}

const malformedJson: KnownError = {
  code: 'web/malformed-json',
  kind: 'invalid',
  message: 'The body is not valid JSON.',
  advice: 'Check quotes, commas and braces.',
}

const fastifyErrors: ReadonlyMap<string, KnownError> = new Map<string, KnownError>([
  ['FST_ERR_CTP_INVALID_JSON_BODY', malformedJson],
  [
    'FST_ERR_CTP_EMPTY_JSON_BODY',
    { ...malformedJson, message: 'The body is empty, but JSON was announced.', advice: 'Send a JSON object.' },
  ],
  [
    'FST_ERR_CTP_BODY_TOO_LARGE',
    {
      code: 'web/body-too-large',
      kind: 'too-large',
      message: 'The body is larger than 64 KiB.',
      advice: 'Send less; a request needs a few hundred bytes.',
    },
  ],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    {
      code: 'web/unsupported-media-type',
      kind: 'invalid',
      message: 'This route does not read bodies of this media type.',
      advice: 'Send application/json.',
    },
  ],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    {
      code: 'web/malformed-request',
      kind: 'invalid',
      message: 'The body is not as long as Content-Length says.',
      advice: 'Let your client compute Content-Length.',
    },
  ],
  [
    'FST_ERR_BAD_URL',
    { code: 'web/malformed-request', kind: 'invalid', message: 'The path contains a broken percent escape.', advice: 'Escape % as %25.' },
  ],
  [
    'FST_ERR_MAX_PARAM_LENGTH',
    { code: 'web/uri-too-long', kind: 'invalid', message: 'A part of the path is too long.', advice: 'Check the URL.' },
  ],
])

/** `jobs/queue-full` → `Queue full`: short, and the same for every occurrence. */
function titleOf(code: string): string {
  const words = (code.split('/').at(-1) ?? code).replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
