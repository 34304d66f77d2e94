import type { FastifyInstance } from 'fastify'
import { drawingPolicy } from '../security/security-headers.js'
import type { Assets } from './assets.js'

/** The empty page in which a browser draws the diagrams that were left to it. */
export function registerDrawingFrame(app: FastifyInstance, assets: Assets): void {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Drawing</title><script type="module" src="${assets.url('drawing.js')}"></script></head><body></body></html>`
  app.get('/drawing', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', drawingPolicy).header('cache-control', 'no-cache').send(html),
  )
}
