import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod'
import { AppError, machineError } from '../platform/app-error.js'
import { machineFailure } from '../platform/machine-failure.js'
import type { Logger } from '../platform/logger.js'
import { fromFastifyError, problemContentType, statusOf, toProblem, unexpectedError, type FieldError, type Problem } from './http-errors.js'
import { wantsPage } from './negotiate.js'
import { dataHeaders } from './security/security-headers.js'

export interface ErrorHandlingDeps {
  readonly logger: Logger
  /** Undefined where no page can be shown. */
  readonly renderErrorPage: ((problem: Problem) => string | Promise<string>) | undefined
  /** Methods that some route takes at this path. */
  readonly allowedMethods: (path: string) => readonly string[]
}

/** Every failure of every route leaves here: as a page for a browser that navigates, else as RFC 9457. */
export function handleErrors(app: FastifyInstance, deps: ErrorHandlingDeps): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply, deps))
  app.setNotFoundHandler((request, reply) => sendError(notFound(request, deps), request, reply, deps))
}

async function sendError(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Omit<ErrorHandlingDeps, 'allowedMethods'>,
): Promise<FastifyReply> {
  const { error, errors } = understand(thrown)
  const status = statusOf(error)
  if (status >= 500 && (error.kind === 'internal' || error.cause !== undefined)) {
    deps.logger.error(
      { err: error.cause ?? error, request_id: request.id, method: request.method, route: request.routeOptions.url },
      'a request failed',
    )
  }
  const problem = toProblem(error, { instance: pathOf(request.url), requestId: request.id, errors })
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds))
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  if (error.code === 'web/method-not-allowed') reply.header('allow', String(error.details['allow']))
  reply.code(status).header('cache-control', 'no-store')
  // A body that could not be read whole leaves the connection in the middle of it.
  if (status === 413) reply.header('connection', 'close')
  if (deps.renderErrorPage !== undefined && wantsPage(request))
    return reply.type('text/html; charset=utf-8').send(await deps.renderErrorPage(problem))
  return reply.type(problemContentType).serializer(JSON.stringify).send(problem)
}

/** For paths that the router cannot read. No hook runs for them, so the headers that hooks set are set here. */
export function handleUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  reply.headers(dataHeaders).header('x-request-id', request.id)
  void sendError(error, request, reply, { logger, renderErrorPage: undefined })
}

function understand(thrown: unknown): { error: AppError; errors?: readonly FieldError[] } {
  if (thrown instanceof AppError) return { error: thrown }
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const errors = thrown.validation.flatMap((issue) => fieldErrors(issue, thrown.validationContext))
    const message = `The request does not fit: ${errors
      .map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`))
      .slice(0, 3)
      .join('; ')}.`
    return {
      error: new AppError('web/invalid-request', 'invalid', message, { advice: 'See /api-docs for what this route takes.' }),
      errors,
    }
  }
  const refused = machineFailure(thrown)
  if (refused !== undefined) return { error: machineError(refused, thrown) }
  const known = thrown instanceof Error ? fromFastifyError(thrown) : undefined
  return { error: known ?? unexpectedError(thrown) }
}

/** An unknown field is reported at its own place, not at the object that holds it. */
function fieldErrors(issue: ZodFastifySchemaValidationError, context: string | undefined): readonly FieldError[] {
  const place = context === 'querystring' ? 'query' : context === 'params' ? 'path' : context === 'headers' ? 'header' : 'body'
  const pointer = issue.instancePath === '/' ? '' : issue.instancePath
  const keys: unknown = issue.params['keys']
  if (issue.keyword !== 'unrecognized_keys' || !Array.isArray(keys))
    return [{ in: place, pointer, detail: issue.message ?? 'is not valid' }]
  return keys.map((key) => ({ in: place, pointer: `${pointer}/${escapePointer(String(key))}`, detail: 'There is no such field' }))
}

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

function notFound(request: FastifyRequest, deps: ErrorHandlingDeps): AppError {
  const allowed = deps.allowedMethods(pathOf(request.url))
  if (allowed.length > 0 && !allowed.includes(request.method)) {
    const allow = allowed.join(', ')
    return new AppError('web/method-not-allowed', 'invalid', `This path does not take ${request.method}.`, {
      advice: `It takes ${allow}.`,
      details: { allow },
    })
  }
  return new AppError('web/no-such-route', 'missing', 'There is nothing at this address.', {
    advice: 'Check the URL. The API is described at /api-docs.',
  })
}

export const pathOf = (url: string): string => url.split('?', 1)[0] ?? url

/** For requests that never became one: answered on the bare socket, then closed. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [code, message] = brokenRequests.get(error.code ?? '') ?? ['web/malformed-request', 'The request is not valid HTTP.']
  const problem = toProblem(new AppError(code, 'invalid', message), { instance: '', requestId: randomUUID() })
  const body = JSON.stringify(problem)
  const head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\nContent-Type: ${problemContentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`
  socket.end(head + body)
}

const brokenRequests: ReadonlyMap<string, readonly [code: string, message: string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['web/headers-too-large', 'The request headers are too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['web/request-timed-out', 'The request did not arrive in time.']],
])
