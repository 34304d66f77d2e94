import type { FastifyRequest } from 'fastify'
import { AppError } from '../platform/app-error.js'

interface Range {
  readonly type: string
  readonly quality: number
}

/** RFC 9110 §12.5.1, without parameters other than `q`. */
function parseAccept(header: string): Range[] {
  return header
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      const quality = q === undefined ? 1 : Number(q.slice(2))
      return { type, quality: Number.isFinite(quality) ? quality : 0 }
    })
    .filter(({ type }) => type !== '')
}

/** The most exact range decides, as in the RFC: `text/html;q=0, *\/*` takes all but HTML. */
function qualityOf(offer: string, ranges: readonly Range[]): number {
  const group = `${offer.split('/', 1)[0] ?? ''}/*`
  for (const type of [offer, group, '*/*']) {
    const found = ranges.find((range) => range.type === type)
    if (found !== undefined) return found.quality
  }
  return 0
}

/**
 * The offer that the client likes best; among equals the first. No Accept header takes anything.
 * @throws AppError `web/not-acceptable`
 */
export function chooseType<Offer extends string>(request: FastifyRequest, offers: readonly [Offer, ...Offer[]]): Offer {
  const header = request.headers.accept
  if (header === undefined || header.trim() === '') return offers[0]
  const ranges = parseAccept(header)
  const [best] = offers.map((offer) => ({ offer, quality: qualityOf(offer, ranges) })).sort((a, b) => b.quality - a.quality)
  if (best !== undefined && best.quality > 0) return best.offer
  throw new AppError('web/not-acceptable', 'invalid', 'This route has none of the types that you accept.', {
    advice: `It has ${offers.join(', ')}.`,
  })
}

/** A browser that navigates names text/html; programs and scripts do not. Nothing below /api is a page. */
export function wantsPage(request: FastifyRequest): boolean {
  if (request.url.startsWith('/api/')) return false
  return parseAccept(request.headers.accept ?? '').some(({ type, quality }) => type === 'text/html' && quality > 0)
}

/** An agent that names text/markdown and not text/html: it reads pages as they were written. */
export function prefersMarkdown(request: FastifyRequest): boolean {
  const ranges = parseAccept(request.headers.accept ?? '').filter(({ quality }) => quality > 0)
  const quality = (type: string) => ranges.find((range) => range.type === type)?.quality ?? 0
  return quality('text/markdown') > quality('text/html')
}
