import type { FastifyInstance } from 'fastify'
import { sha256 } from '../../platform/sha256.js'
import { apiDescription } from '../reference/api-description.js'
import { renderReferencePage } from '../reference/reference-page.js'
import { referenceStyle } from '../reference/reference-style.js'

const stylesheet = `/api-docs/reference-${sha256(referenceStyle, 8)}.css`

/** The rendered reference: `/api-docs`, and `/docs` where the original had its own. Its only script applies the theme that the visitor chose. */
export function registerApiReference(app: FastifyInstance, themeScript: string): void {
  let page: string | undefined
  for (const url of ['/api-docs', '/docs']) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) => {
      page ??= renderReferencePage(apiDescription.parse(app.swagger()), { stylesheet, themeScript })
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
    })
  }
  app.get(stylesheet, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(referenceStyle),
  )
}
