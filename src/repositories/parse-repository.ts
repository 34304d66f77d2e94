import { existsSync } from 'node:fs'
import { AppError } from '../platform/app-error.js'
import { cutBrowserPath, isKnownForge, withoutWww } from './parse-browser-path.js'
import { parseLocalPath } from './parse-local-path.js'
import { parseRevision } from './parse-revision.js'
import type { RepositoryInput, RepositoryRef, Revision } from './repository-ref.js'

export interface ParseSettings {
  readonly allowHttp: boolean
  /** `any`: the command line reads whatever its user can. A list: absolute folders below which a server's users may name paths. */
  readonly localRoots: 'any' | readonly string[]
}

export type ParseRepository = (input: RepositoryInput) => RepositoryRef

type RepositoryName = Omit<RepositoryRef, 'revision'>

const maxUrlLength = 2_048
/** Characters on which git and WHATWG URLs disagree, or that have no business in a repository URL (spaces, quotes, text direction). */
// eslint-disable-next-line no-control-regex -- control characters are the point
const forbidden = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\\<>"'`{}|^]/
const example = 'For example https://github.com/owner/name.'

/**
 * Makes the function that turns what a user typed into a canonical ref. Touches no network; for a local path the real path is read.
 * No message repeats what was typed: it may hold a password.
 *
 * @throws AppError `repositories/invalid-url`, `repositories/invalid-revision`, `repositories/protocol-not-allowed`,
 * `repositories/local-path-not-allowed`, `repositories/not-found` (a local path)
 */
export function makeParseRepository(settings: ParseSettings): ParseRepository {
  return (input) => {
    const text = input.repository.trim()
    if (text === '') throw invalidUrl('Name a repository.', example)
    if (text.length > maxUrlLength) throw invalidUrl(`The repository URL is longer than ${maxUrlLength} characters.`)
    if (text.startsWith('-')) throw invalidUrl('A repository cannot start with a dash.')
    const asked = parseRevision(input)
    if (isLocalPath(text) || (settings.localRoots === 'any' && isFolderHere(text))) return { ...parseLocalPath(text, settings.localRoots), revision: asked }
    const { name, pasted } = parseRemote(text, settings)
    return { ...name, revision: oneOf(asked, pasted) }
  }
}

/** A bare name that no host could have; with a slash in it, `owner/name` is meant. */
const isFolderHere = (text: string): boolean => /^[^/:\\]+\/?$/.test(text) && existsSync(text)

function isLocalPath(text: string): boolean {
  return /^(\/|\.\.?(\/|$)|~\/|file:)/i.test(text)
}

function oneOf(asked: Revision, pasted: Revision): Revision {
  if (asked.kind === 'default') return pasted
  if (pasted.kind === 'default' || JSON.stringify(asked) === JSON.stringify(pasted)) return asked
  throw new AppError(
    'repositories/invalid-revision',
    'invalid',
    `The URL names one ${pasted.kind} and the form names another ${asked.kind}.`,
    {
      advice: 'Use the plain URL of the repository, or leave the branch, tag and commit empty.',
    },
  )
}

function parseRemote(text: string, settings: ParseSettings): { name: RepositoryName; pasted: Revision } {
  if (forbidden.test(text)) throw invalidUrl('The repository URL contains a space or a character that is not allowed in one.')
  const url = parseUrl(withScheme(text))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && settings.allowHttp)) throw protocolNotAllowed(url)
  if (url.username !== '' || url.password !== '') {
    throw invalidUrl('The URL contains a user name or password.', 'Leave credentials out of URLs; they would end up in logs.')
  }
  if (url.hostname.endsWith('.') || !/[a-z0-9]/i.test(url.hostname)) throw invalidUrl('The host name of the URL is not valid.')
  const hostname = withoutWww(url.hostname)
  // To set it has the whole URL parsed anew.
  if (hostname !== url.hostname) url.hostname = hostname
  const parts = decodePath(url.pathname)
  // Pages of a forge carry `?tab=…`, `?ref_type=heads` and `#readme`; elsewhere such a part could change what the URL means.
  if ((url.hash !== '' || url.search !== '') && !isKnownForge(url.hostname) && !parts.includes('-')) {
    throw invalidUrl('The URL has a query or fragment.', 'Use the plain URL of the repository.')
  }
  const path = cutBrowserPath(url.hostname, parts, url.searchParams)
  if (path === undefined) {
    throw invalidUrl(
      'The URL points inside a repository, not at one.',
      'Use the URL of the repository, and name a branch, tag or commit beside it.',
    )
  }
  return { name: nameRepository(url, path.repository), pasted: path.revision }
}

/** `owner/name` means GitHub; `host.tld/owner/name` gets its scheme; `git@host:owner/name` is refused by name. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text)) throw invalidUrl('The URL names no host.')
    return text
  }
  const scp = /^[\w.-]+@([\w.-]+):([\w./~-]+)$/.exec(text)
  if (scp?.[1] !== undefined && scp[2] !== undefined) return `ssh://${scp[1]}/${scp[2].replace(/^\//, '')}`
  if (/^[a-z][a-z0-9+.-]*::?/i.test(text) && !/^[\w.-]+:\d+\//.test(text)) {
    throw new AppError('repositories/protocol-not-allowed', 'invalid', 'This is not an https URL.', { advice: example })
  }
  const parts = text.replace(/\/$/, '').split('/')
  if (parts.length === 2 && parts.every((part) => /^[\w.-]+$/.test(part)) && parts[0]?.includes('.') === false) {
    return `https://github.com/${text}`
  }
  if (parts.length >= 3 && /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(parts[0] ?? '')) return `https://${text}`
  throw invalidUrl('This is not a repository URL.', example)
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    // The error of `new URL` repeats its input, which may hold a password: it is not kept as the cause.
    throw invalidUrl('This is not a repository URL.', example)
  }
}

/** The parts of the path, decoded, each one safe to show and to join again. */
function decodePath(pathname: string): string[] {
  const parts = pathname.split('/').filter((part) => part !== '')
  return parts.map((part) => {
    const decoded = decode(part)
    if (!isPart(decoded)) throw invalidUrl('A part of the URL contains a character that is not allowed in one.')
    return decoded
  })
}

function decode(part: string): string {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalidUrl('The URL contains a broken percent escape.')
  }
}

/** `-` alone is GitLab's mark between a repository and its pages; `~` starts the name of a SourceHut user. */
function isPart(part: string): boolean {
  if (part === '-') return true
  if (part.startsWith('-') || part === '.' || part === '..' || part.includes('~', 1)) return false
  return !forbidden.test(part) && !/[/:]/.test(part)
}

function nameRepository(url: URL, parts: readonly string[]): RepositoryName {
  const host = url.host.toLowerCase()
  // GitHub treats owner and name without regard to case; most other forges do not, or not reliably.
  const folded = host === 'github.com' ? parts.map((part) => part.toLowerCase()) : parts
  const name = folded.at(-1)?.replace(/(\.git)+$/i, '') ?? ''
  const owners = folded.slice(0, -1)
  if (name === '' || name === '.' || name === '..') throw invalidUrl('The URL names a host but no repository.', example)
  if (owners.length === 0 && isKnownForge(host)) throw invalidUrl('The URL names an owner but no repository.', example)
  const path = [...owners, name].map(encode)
  return { url: `${url.protocol}//${host}/${path.join('/')}`, host, owner: owners.join('/'), name }
}

const encode = (part: string): string => (/^[\w.-]+$/.test(part) ? part : encodeURIComponent(part).replaceAll(/%(40|2B)/g, decodeURIComponent))

/** The advice is the https URL of the same repository, where one can be told without repeating a user name or password. */
function protocolNotAllowed(url: URL): AppError {
  const scheme = url.protocol.slice(0, -1)
  const path = url.pathname.replace(/^\/+/, '').replace(/(\.git)?\/*$/, '')
  const tellable = ['ssh', 'git', 'http', 'git+https', 'git+ssh'].includes(scheme) && /^[\w.~-]+(\/[\w.~-]+)+$/.test(path)
  return new AppError('repositories/protocol-not-allowed', 'invalid', `Repositories cannot be fetched over ${scheme} here.`, {
    advice: tellable && url.hostname !== '' && url.port === '' ? `Use https://${url.hostname}/${path}` : `Use an https URL. ${example}`,
    details: { protocol: scheme },
  })
}

function invalidUrl(message: string, advice = 'Use the URL that you would give to git clone.'): AppError {
  return new AppError('repositories/invalid-url', 'invalid', message, { advice })
}
