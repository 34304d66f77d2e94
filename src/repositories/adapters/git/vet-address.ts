import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { AppError } from '../../../platform/app-error.js'
import type { PinnedHost } from './git-environment.js'
import { unknownHost } from './git-errors.js'

/** All addresses of a host name. Passed in, so that a test can play a name server that changes its mind. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>

export const systemResolver: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)

export interface VetSettings {
  readonly allowed: readonly Cidr[]
  readonly resolveHost: ResolveHost
}

/** `10.0.0.0/8` and the like: private networks that the operator lets repositories come from. */
export type Cidr = readonly [ipaddr.IPv4 | ipaddr.IPv6, number]

/** @throws AppError `config/invalid-cidr` */
export function parseCidrs(texts: readonly string[]): Cidr[] {
  return texts.map((text) => {
    if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
    throw new AppError('config/invalid-cidr', 'invalid', `${JSON.stringify(text)} is not a network in CIDR form.`, {
      advice: 'For example 10.0.0.0/8.',
    })
  })
}

/**
 * Resolves once, requires every address to be public or allowed, and pins them, so that nothing can point elsewhere between check and use.
 * @throws AppError `repositories/unknown-host`, `repositories/forbidden-address`
 */
export async function pinHost(url: URL, { allowed, resolveHost }: VetSettings, signal: AbortSignal): Promise<PinnedHost> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = ipaddr.isValid(hostname) ? [hostname] : await unlessAborted(resolveOrThrow(hostname, resolveHost), signal)
  for (const address of addresses) {
    if (!isPublic(address) && !isAllowed(address, allowed)) {
      throw new AppError('repositories/forbidden-address', 'invalid', 'The host of this repository is on a private or reserved network.', {
        advice: 'The operator can allow a network with CODEWIKI_ALLOWED_CIDRS.',
        details: { host: url.hostname },
      })
    }
  }
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
  return { hostname: url.hostname, port, addresses }
}

async function resolveOrThrow(hostname: string, resolveHost: ResolveHost): Promise<readonly string[]> {
  // RFC 6761: no such name will ever exist, so that no name server needs to be asked (or be reachable).
  if (/(^|\.)invalid$/.test(hostname)) throw unknownHost(hostname)
  try {
    const addresses = await resolveHost(hostname)
    if (addresses.length > 0) return addresses
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EAI_AGAIN') {
      throw new AppError('repositories/unreachable', 'transient', `The name server did not answer for ${hostname}.`, {
        advice: 'It is tried again. Check the network of this machine.',
        cause: error,
      })
    }
  }
  throw unknownHost(hostname)
}

/** A name server may take half a minute to fail, and a system look-up cannot be stopped: its answer is then left unheard. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let onAbort = () => undefined as void
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }))
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Unicast and, for IPv6, within 2000::/3: ipaddr.js 2.5 calls the deprecated `::127.0.0.1` unicast. */
export function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(ipaddr.IPv6.parse('2000::'), 3)
}

function isAllowed(text: string, allowed: readonly Cidr[]): boolean {
  const address = ipaddr.process(text)
  return allowed.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}
