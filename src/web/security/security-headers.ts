import type { FastifyInstance } from 'fastify'

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** For what is not a page: should a browser ever show it as one, it can do nothing. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** On every answer. `same-origin` (not `no-referrer`) because the latter blanks the Origin of our own forms. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    const type = reply.getHeader('content-type')
    const isPage = typeof type === 'string' && type.startsWith('text/html')
    reply.header('content-security-policy', isPage ? pagePolicy : dataPolicy)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    reply.header('cross-origin-resource-policy', 'same-origin')
    if (!isPage) return
    reply.header('cross-origin-opener-policy', 'same-origin')
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  })
}
