import { AppError } from '../platform/app-error.js'
import { parseLocalPath } from './parse-local-path.js'
import { parseRevision, type RevisionInput } from './parse-revision.js'
import type { RepositoryInput, RepositoryRef, Revision } from './repository-ref.js'

export interface ParseSettings {
  readonly allowHttp: boolean
  /** `any`: the command line reads whatever its user can. A list: absolute folders below which a server's users may name paths. */
  readonly localRoots: 'any' | readonly string[]
}

export type ParseRepository = (input: RepositoryInput) => RepositoryRef

const maxUrlLength = 2_048
/** Characters on which git and WHATWG URLs disagree, or that have no business in a repository URL. */
// eslint-disable-next-line no-control-regex -- control characters are the point
const forbidden = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\\<>"'`{}|^]/

/** Makes the function that turns what a user typed into a canonical ref. Pure but for local paths, whose real path is read. */
export function makeParseRepository(settings: ParseSettings): ParseRepository {
  return (input) => {
    const text = input.repository.trim()
    if (text === '') throw invalidUrl('Name a repository.', 'For example https://github.com/owner/name.')
    if (text.length > maxUrlLength) throw invalidUrl(`The repository URL is longer than ${maxUrlLength} characters.`)
    if (text.startsWith('-')) throw invalidUrl('A repository cannot start with a dash.')
    const asked: RevisionInput = input
    if (isLocalPath(text)) return { ...parseLocalPath(text, settings.localRoots), revision: parseRevision(asked) }
    const { ref, pasted } = parseRemote(text, settings)
    const revision = parseRevision(asked)
    return { ...ref, revision: revision.kind === 'default' ? pasted : revision }
  }
}

function isLocalPath(text: string): boolean {
  return text.startsWith('/') || text.startsWith('./') || text.startsWith('../') || text === '.' || text === '..' || text.startsWith('~/') || /^file:/i.test(text)
}

function parseRemote(text: string, settings: ParseSettings): { ref: Omit<RepositoryRef, 'revision'>; pasted: Revision } {
  if (forbidden.test(text)) throw invalidUrl('The repository URL contains a space or a character that is not allowed in one.')
  const url = parseUrl(withScheme(text))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && settings.allowHttp)) {
    const scheme = url.protocol.slice(0, -1)
    throw new AppError('repositories/protocol-not-allowed', 'invalid', `Repositories cannot be fetched over ${scheme} here.`, {
      advice: scheme === 'ssh' || scheme === 'git' ? 'Use the https URL of the repository.' : 'Use an https URL.',
      details: { protocol: scheme },
    })
  }
  if (url.username !== '' || url.password !== '') throw invalidUrl('The URL contains a user name or password.', 'Leave credentials out of URLs; they would end up in logs.')
  if (url.hash !== '' || url.search !== '') throw invalidUrl('The URL has a query or fragment.', 'Use the plain URL of the repository.')
  if (url.hostname.endsWith('.') || !/[a-z0-9]/i.test(url.hostname)) throw invalidUrl('The host name of the URL is not valid.')
  return { ...splitPath(url) }
}

/** `owner/name` means GitHub; `host.tld/owner/name` gets its scheme; `git@host:owner/name` is refused by name. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text)) throw invalidUrl('The URL names no host.')
    return text
  }
  if (/^[\w.-]+@[\w.-]+:/.test(text)) {
    throw new AppError('repositories/protocol-not-allowed', 'invalid', 'Repositories cannot be fetched over ssh here.', { advice: 'Use the https URL of the repository.' })
  }
  if (/^[a-z][a-z0-9+.-]*::?/i.test(text) && !/^[\w.-]+:\d+\//.test(text)) {
    throw new AppError('repositories/protocol-not-allowed', 'invalid', 'This is not an https URL.', { advice: 'For example https://github.com/owner/name.' })
  }
  const parts = text.split('/')
  if (parts.length === 2 && parts.every((part) => /^[\w.-]+$/.test(part)) && parts[0]?.includes('.') === false) return `https://github.com/${text}`
  if (parts.length >= 3 && /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(parts[0] ?? '')) return `https://${text}`
  throw invalidUrl('This is not a repository URL.', 'For example https://github.com/owner/name.')
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch (error) {
    throw new AppError('repositories/invalid-url', 'invalid', 'This is not a repository URL.', { advice: 'For example https://github.com/owner/name.', cause: error })
  }
}

function splitPath(url: URL): { ref: Omit<RepositoryRef, 'revision'>; pasted: Revision } {
  const parts = decodePath(url.pathname)
  const { repository, pasted } = cutBrowserPath(url.hostname, parts)
  const name = repository.at(-1)?.replace(/\.git$/i, '')
  const owner = repository.slice(0, -1).join('/')
  if (name === undefined || name === '' || name === '.' || name === '..') throw invalidUrl('The URL names a host but no repository.', 'For example https://github.com/owner/name.')
  const host = url.host.toLowerCase()
  // GitHub treats owner and name without regard to case; most other forges do not, or not reliably.
  const fold = (text: string) => (host === 'github.com' ? text.toLowerCase() : text)
  const path = [...(owner === '' ? [] : owner.split('/')), name].map((part) => encodeURIComponent(fold(part)).replaceAll('%40', '@').replaceAll('%7E', '~'))
  return { ref: { url: `${url.protocol}//${host}/${path.join('/')}`, host, owner: fold(owner), name: fold(name) }, pasted }
}

function decodePath(pathname: string): string[] {
  const parts = pathname.split('/').filter((part) => part !== '')
  return parts.map((part) => {
    let decoded: string
    try {
      decoded = decodeURIComponent(part)
    } catch (error) {
      throw new AppError('repositories/invalid-url', 'invalid', 'The URL contains a broken percent escape.', { cause: error })
    }
    if (forbidden.test(decoded) || decoded.includes('/') || decoded === '.' || decoded === '..' || decoded.startsWith('-') || decoded.includes('~', 1) || decoded.includes(':')) {
      throw invalidUrl('A part of the URL contains a character that is not allowed in one.')
    }
    return decoded
  })
}

/** A URL copied from the browser names a branch or commit too: `/tree/main`, `/commit/<id>`, GitLab's `/-/tree/main`. */
function cutBrowserPath(hostname: string, parts: readonly string[]): { repository: readonly string[]; pasted: Revision } {
  const dash = parts.indexOf('-')
  const at = dash > 0 ? dash + 1 : hostname === 'github.com' && parts.length > 3 ? 2 : -1
  if (at < 0) return { repository: parts, pasted: { kind: 'default' } }
  const repository = parts.slice(0, dash > 0 ? dash : 2)
  const [view, revision] = [parts[at], parts[at + 1]]
  if (view === 'commit' && revision !== undefined) return { repository, pasted: parseRevision({ commit: revision }) }
  if (view === 'tree' && revision !== undefined && parts.length === at + 2) {
    return { repository, pasted: parseRevision(/^[0-9a-f]{40}$/.test(revision) ? { commit: revision } : { branch: revision }) }
  }
  throw invalidUrl('The URL points inside a repository, not at one.', 'Use the URL of the repository, and name a branch, tag or commit beside it.')
}

function invalidUrl(message: string, advice = 'Use the URL that you would give to git clone.'): AppError {
  return new AppError('repositories/invalid-url', 'invalid', message, { advice })
}
