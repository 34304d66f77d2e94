import '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../platform/app-error.js'

/** A hook for routes that cost work. All of them share one allowance per client. */
export type SubmitLimit = (request: FastifyRequest) => Promise<void>

/**
 * Needs @fastify/rate-limit. A client is an IPv4 address or an IPv6 /64, so that one host cannot be many.
 * The hook throws AppError `web/too-many-requests` with the seconds to wait.
 */
export function makeSubmitLimit(app: FastifyInstance, submitsPerMinute: number): SubmitLimit {
  const count = app.createRateLimit({ max: submitsPerMinute, timeWindow: 60_000, ipv6Subnet: 64 })
  return async (request) => {
    const found = await count(request)
    if (found.isAllowed || !found.isExceeded) return
    throw new AppError('web/too-many-requests', 'limit', `More than ${submitsPerMinute} submissions in a minute came from your address.`, {
      advice: 'Wait, then go on.',
      details: { limit: submitsPerMinute },
      retryAfterSeconds: Math.max(1, found.ttlInSeconds),
    })
  }
}
