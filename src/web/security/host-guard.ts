import { AppError } from '../../platform/app-error.js'

/** Names that only this machine can mean. */
const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses names that we do not know: a hostile page whose DNS name was rebound to 127.0.0.1 still sends its own name.
 * Loopback names pass on any port, since a container or an SSH tunnel may publish ours under another; no DNS can rebind them.
 * @throws AppError `web/missing-host`, `web/unknown-host`
 */
export function makeHostGuard(settings: {
  readonly host: string
  readonly allowedHosts: readonly string[]
}): (host: string | undefined) => void {
  const named = new Set([...settings.allowedHosts, ...ownNames(settings.host)].map((name) => name.toLowerCase()))
  return (header) => {
    if (header === undefined || header === '') {
      throw new AppError('web/missing-host', 'invalid', 'The request has no Host header.', { advice: 'Use HTTP/1.1.' })
    }
    const host = header.toLowerCase()
    const name = hostNameOf(host)
    if (loopbackNames.has(name) || named.has(host) || named.has(name)) return
    throw new AppError('web/unknown-host', 'invalid', 'This server does not answer under that name.', {
      advice: 'Use http://localhost, or let the operator add the name to CODEWIKI_ALLOWED_HOSTS.',
    })
  }
}

/** A server bound to one address is called by that address; 0.0.0.0 and :: name none. */
function ownNames(host: string): readonly string[] {
  if (host === '0.0.0.0' || host === '::') return []
  return [host.includes(':') ? `[${host}]` : host]
}

/** Without the port: `[::1]:8000` → `[::1]`. */
export function hostNameOf(host: string): string {
  return host.replace(/:\d{1,5}$/, '')
}
