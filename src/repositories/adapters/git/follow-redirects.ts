import type { Agent, Dispatcher } from 'undici'
import { AppError } from '../../../platform/app-error.js'
import { authenticationRequired, forbiddenRedirect, rateLimited, repositoryNotFound, unreachable } from './git-errors.js'
import type { PinnedHost } from './git-environment.js'
import { timedOut } from './run-git.js'
import { pinHost, type VetSettings } from './vet-address.js'

export interface RedirectSettings extends VetSettings {
  readonly allowHttp: boolean
  /** For one request. */
  readonly timeoutMs: number
}

const maxHops = 3
const service = '/info/refs?service=git-upload-pack'

/**
 * Forges redirect (`owner/name` → `owner/name.git`, renamed repositories). git would follow a redirect to anywhere, so we ask first, vet
 * every hop, and hand git the final URL with redirects off. No credentials are sent here. A host that refuses is heard here too.
 * @throws AppError `repositories/too-many-redirects`, `repositories/forbidden-redirect`, `repositories/authentication-required`,
 * `repositories/not-found`, `repositories/rate-limited`, `repositories/unreachable`, `repositories/timed-out` and those of `pinHost`
 */
export async function followRedirects(
  start: string,
  settings: RedirectSettings,
  signal: AbortSignal,
): Promise<{ url: string; pin: PinnedHost }> {
  let url = new URL(start)
  for (let hop = 0; hop <= maxHops; hop += 1) {
    const pin = await pinHost(url, settings, signal)
    const location = await askForRedirect(url, pin, settings, signal)
    if (location === undefined) return { url: withoutSlash(url), pin }
    url = nextUrl(url, location, settings.allowHttp)
  }
  throw new AppError('repositories/too-many-redirects', 'invalid', 'The repository redirects too often.', { advice: 'Use its final URL.' })
}

const withoutSlash = (url: URL): string => url.href.replace(/\/$/, '')

async function askForRedirect(url: URL, pin: PinnedHost, settings: RedirectSettings, signal: AbortSignal): Promise<string | undefined> {
  // A quarter of a second to load, which most commands, and the server, do without.
  const undici = await import('undici')
  const agent = new undici.Agent(pinned(pin, settings.timeoutMs))
  const limit = AbortSignal.timeout(settings.timeoutMs)
  try {
    const answer = await undici.request(withoutSlash(url) + service, {
      dispatcher: agent,
      signal: AbortSignal.any([signal, limit]),
      headers: { 'user-agent': 'git/2 (CodeWiki)', 'git-protocol': 'version=2' },
      headersTimeout: settings.timeoutMs,
    })
    answer.body.on('error', () => undefined).destroy()
    const refusal = refusalOf(answer)
    if (refusal !== undefined) throw refusal
    const location = header(answer, 'location')
    return answer.statusCode >= 301 && answer.statusCode <= 308 ? location : undefined
  } catch (error) {
    signal.throwIfAborted()
    if (limit.aborted) throw timedOut(settings.timeoutMs)
    if (error instanceof AppError) throw error
    // Certificates, refused connections: git asks again, with the system's certificates, and its answer is the one that is reported.
    return undefined
  } finally {
    agent.destroy().catch(() => undefined)
  }
}

/** Connects to the vetted addresses, whatever a name server would say now. */
function pinned(pin: PinnedHost, timeoutMs: number): Agent.Options {
  const found = pin.addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return {
    connect: {
      timeout: timeoutMs,
      lookup: (_hostname, options, callback) => {
        if (options.all === true) callback(null, found)
        else callback(null, found[0]?.address ?? '', found[0]?.family ?? 4)
      },
    },
  }
}

type Answer = Dispatcher.ResponseData

function refusalOf(answer: Answer): AppError | undefined {
  const { statusCode } = answer
  const waitSeconds = Number.parseInt(header(answer, 'retry-after') ?? '', 10)
  const wait = Number.isSafeInteger(waitSeconds) ? waitSeconds : undefined
  if (statusCode === 429 || (statusCode === 403 && wait !== undefined)) return rateLimited(wait)
  if (statusCode === 401 || statusCode === 403) return authenticationRequired()
  if (statusCode === 404 || statusCode === 410 || statusCode === 451 || isWebPage(answer)) return repositoryNotFound()
  return statusCode >= 500 ? unreachable() : undefined
}

/** Many hosts answer with a page where there is no repository; git would take that for one without commits. */
const isWebPage = (answer: Answer): boolean => answer.statusCode === 200 && (header(answer, 'content-type') ?? '').startsWith('text/html')

function header({ headers }: Answer, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function nextUrl(from: URL, location: string, allowHttp: boolean): URL {
  const to = parseLocation(location, withoutSlash(from) + service)
  if (!to.pathname.endsWith('/info/refs')) throw forbiddenRedirect('The repository redirects to a page that is not a repository.')
  const downgrade = from.protocol === 'https:' && to.protocol !== 'https:'
  if (downgrade || (to.protocol !== 'https:' && !(allowHttp && to.protocol === 'http:'))) {
    throw forbiddenRedirect('The repository redirects away from https.')
  }
  if (to.username !== '' || to.password !== '') throw forbiddenRedirect('The repository redirects to a URL with credentials.')
  to.pathname = to.pathname.slice(0, -'/info/refs'.length)
  to.search = ''
  to.hash = ''
  return to
}

function parseLocation(location: string, base: string): URL {
  try {
    return new URL(location, base)
  } catch {
    throw forbiddenRedirect('The repository redirects to something that is no URL.')
  }
}
