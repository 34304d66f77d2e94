import { serveRequests } from '../../../platform/child-pool.js'
import { highlightLines } from '../../highlight-code.js'
import { renderMarkdown } from '../../render-markdown.js'
import type { RenderReply, RenderRequest } from './forked-page-renderer.js'

/** Entry of a forked render process. */
serveRequests(async (request: RenderRequest): Promise<RenderReply> => {
  if ('page' in request) return { page: await renderMarkdown(request.page) }
  return { lines: await highlightLines(request.text, request.language) }
})
