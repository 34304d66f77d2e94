import type { FastifyInstance } from 'fastify'

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * For the frame that draws what could not be drawn at publish (docs/adr/005): the drawing library sets styles, so they are allowed there, on an
 * empty page of an opaque origin that reaches nothing.
 */
export const drawingPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts',
].join('; ')

/** For what is not a page: should a browser ever show it as one, it can do nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** `same-origin` (not `no-referrer`) because the latter blanks the Origin of our own forms. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

export const dataHeaders = { ...always, 'content-security-policy': dataPolicy } as const

const pageHeaders = {
  ...always,
  'content-security-policy': pagePolicy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const

/** On every answer of every route. A route that sets a policy of its own keeps it. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    const type = reply.getHeader('content-type')
    const own = reply.getHeader('content-security-policy')
    reply.headers(typeof type === 'string' && type.startsWith('text/html') ? pageHeaders : dataHeaders)
    if (own !== undefined) reply.header('content-security-policy', own)
    done()
  })
}
