import { describe, expect, test } from 'vitest'
import { AppError, type ErrorKind } from '../platform/app-error.js'
import { fromFastifyError, statusOf, toProblem, unexpectedError } from './http-errors.js'

const statuses: Record<ErrorKind, number> = {
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

describe('statusOf', () => {
  test.each(Object.entries(statuses))('%s is %i', (kind, status) => {
    expect(statusOf(new AppError('area/what', kind as ErrorKind, 'x'))).toBe(status)
  })

  test('lets a code be more exact than its kind', () => {
    expect(statusOf(new AppError('web/too-many-requests', 'limit', 'x'))).toBe(429)
    expect(statusOf(new AppError('jobs/queue-full', 'limit', 'x'))).toBe(503)
  })
})

describe('toProblem', () => {
  test('says what a client can act on', () => {
    const error = new AppError('jobs/queue-full', 'limit', 'The queue is full.', {
      advice: 'Wait.',
      details: { queued: 3 },
      retryAfterSeconds: 9,
    })
    expect(toProblem(error, { instance: '/api/jobs', requestId: 'r1' })).toEqual({
      type: 'urn:codewiki:problem:jobs/queue-full',
      title: 'Queue full',
      status: 503,
      detail: 'The queue is full.',
      instance: '/api/jobs',
      code: 'jobs/queue-full',
      advice: 'Wait.',
      request_id: 'r1',
      retry_after: 9,
      details: { queued: 3 },
    })
  })

  test('shows nothing of the cause', () => {
    const problem = toProblem(unexpectedError(new Error('password=hunter2')), { instance: '/', requestId: 'r' })
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })
})

describe('fromFastifyError', () => {
  test('names what Fastify refuses on its own', () => {
    expect(fromFastifyError({ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413, message: 'x' })).toMatchObject({
      code: 'web/body-too-large',
    })
    expect(fromFastifyError({ code: 'FST_ERR_SOMETHING_NEW', statusCode: 400, message: 'x' })).toMatchObject({
      code: 'web/malformed-request',
    })
  })

  test('leaves faults of ours to be unexpected', () => {
    expect(fromFastifyError({ code: 'FST_ERR_RESPONSE_SERIALIZATION', statusCode: 500, message: 'x' })).toBeUndefined()
    expect(fromFastifyError({ message: 'x' })).toBeUndefined()
  })
})
