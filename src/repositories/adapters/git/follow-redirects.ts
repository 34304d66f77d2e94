import { Agent, request } from 'undici'
import { AppError } from '../../../platform/app-error.js'
import type { PinnedHost } from './git-environment.js'
import { pinHost, type Cidr, type ResolveHost } from './vet-address.js'

export interface RedirectSettings {
  readonly allowed: readonly Cidr[]
  readonly resolveHost: ResolveHost
  readonly allowHttp: boolean
  readonly timeoutMs: number
}

const maxHops = 3

/**
 * Forges redirect (`owner/name` → `owner/name.git`, renamed repositories). git would follow a redirect to anywhere, so we ask first, vet
 * every hop, and hand git the final URL with redirects off. No credentials are sent here.
 * @throws AppError `repositories/too-many-redirects`, `repositories/forbidden-redirect` and those of `pinHost`
 */
export async function followRedirects(start: string, settings: RedirectSettings, signal: AbortSignal): Promise<{ url: string; pin: PinnedHost }> {
  let url = new URL(start)
  for (let hop = 0; hop <= maxHops; hop += 1) {
    const pin = await pinHost(url, settings.allowed, settings.resolveHost)
    const location = await askForRedirect(url, pin, settings, signal)
    if (location === undefined) return { url: url.href.replace(/\/$/, ''), pin }
    url = nextUrl(url, location, settings.allowHttp)
  }
  throw new AppError('repositories/too-many-redirects', 'invalid', 'The repository redirects too often.', { advice: 'Use its final URL.' })
}

const service = '/info/refs?service=git-upload-pack'

async function askForRedirect(url: URL, pin: PinnedHost, settings: RedirectSettings, signal: AbortSignal): Promise<string | undefined> {
  const agent = new Agent({
    connect: {
      timeout: settings.timeoutMs,
      lookup: (_hostname, options, callback) => {
        const found = pin.addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
        if (options.all === true) callback(null, found)
        else callback(null, found[0]?.address ?? '', found[0]?.family ?? 4)
      },
    },
  })
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)])
    const answer = await request(url.href.replace(/\/$/, '') + service, {
      dispatcher: agent,
      signal: limit,
      headers: { 'user-agent': 'git/2 (CodeWiki)', 'git-protocol': 'version=2' },
      headersTimeout: settings.timeoutMs,
    })
    answer.body.on('error', () => undefined).destroy()
    const { location } = answer.headers
    return answer.statusCode >= 301 && answer.statusCode <= 308 && typeof location === 'string' ? location : undefined
  } catch {
    // git asks again and its answer is the one that is reported.
    signal.throwIfAborted()
    return undefined
  } finally {
    agent.destroy().catch(() => undefined)
  }
}

function nextUrl(from: URL, location: string, allowHttp: boolean): URL {
  const refuse = (message: string) => new AppError('repositories/forbidden-redirect', 'invalid', message, { advice: 'Use the final URL of the repository.' })
  let to: URL
  try {
    to = new URL(location, from.href.replace(/\/$/, '') + service)
  } catch {
    throw refuse('The repository redirects to something that is no URL.')
  }
  if (!to.pathname.endsWith('/info/refs')) throw refuse('The repository redirects to a page that is not a repository.')
  const downgrade = from.protocol === 'https:' && to.protocol !== 'https:'
  if (downgrade || (to.protocol !== 'https:' && !(allowHttp && to.protocol === 'http:'))) throw refuse('The repository redirects away from https.')
  if (to.username !== '' || to.password !== '') throw refuse('The repository redirects to a URL with credentials.')
  to.pathname = to.pathname.slice(0, -'/info/refs'.length)
  to.search = ''
  to.hash = ''
  return to
}
