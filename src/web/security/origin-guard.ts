import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../../platform/app-error.js'
import { hostNameOf } from './host-guard.js'

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site makes with a visitor's browser. Browsers say where a request comes from; programs say nothing
 * and pass. `same-site` is refused too: another port of localhost is another program.
 * @throws AppError `web/cross-site`
 */
export function makeOriginGuard(settings: {
  readonly allowedHosts: readonly string[]
}): (method: string, headers: IncomingHttpHeaders) => void {
  const allowed = new Set(settings.allowedHosts.map((name) => name.toLowerCase()))

  function isOurs(origin: string, host: string | undefined): boolean {
    if (!URL.canParse(origin)) return false
    const url = new URL(origin)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
    if (url.host === host?.toLowerCase().replace(url.protocol === 'https:' ? /:443$/ : /:80$/, '')) return true
    // Behind a proxy that rewrites Host, the browser's name for us is the one in the list.
    return allowed.has(url.host) || allowed.has(hostNameOf(url.host))
  }

  return (method, headers) => {
    if (safeMethods.has(method)) return
    const site = headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw crossSite()
    const origin = headers.origin
    if (origin === undefined) return
    // Some privacy settings blank the origin of our own forms; Sec-Fetch-Site, which no page can set, then decides.
    if (origin === 'null' && site === 'same-origin') return
    if (!isOurs(origin, headers.host)) throw crossSite()
  }
}

function crossSite(): AppError {
  return new AppError('web/cross-site', 'invalid', 'Another site may not do this in your name.', {
    advice: 'Open CodeWiki itself and repeat it there.',
  })
}
