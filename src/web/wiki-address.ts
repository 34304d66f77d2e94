import type { WikiAddress } from '../cache/wiki-library.js'
import { AppError } from '../platform/app-error.js'

interface Subject {
  readonly host: string
  readonly owner: string
  readonly name: string
}

/** The three path parameters that name a wiki; `name` may carry `@commit`. Decoded already. */
export interface WikiParams {
  readonly host: string
  readonly owner: string
  readonly name: string
}

/** A dash cannot start an owner's name, so alone it stands for "no owner" (`https://git.example.org/name`). */
const noOwner = '-'

/** `github.com/group:sub/name@0123abc`: the path below `/wiki/` and `/api/wikis/`. Without a commit: the newest. */
export function wikiAddressPath(subject: Subject, commit?: string): string {
  const owner = subject.owner === '' ? noOwner : subject.owner.split('/').map(encodeURIComponent).join(':')
  const at = commit === undefined ? '' : `@${commit}`
  return `${encodeURIComponent(subject.host)}/${owner}/${encodeURIComponent(subject.name)}${at}`
}

/** Where people read it. */
export const wikiPath = (subject: Subject, commit?: string): string => `/wiki/${wikiAddressPath(subject, commit)}`

/** Where programs read it. */
export const wikiApiPath = (subject: Subject, commit?: string): string => `/api/wikis/${wikiAddressPath(subject, commit)}`

/** Where people read what changed from one commit (or branch, or tag) to another: `…/name@from...to`. */
export const comparisonPath = (subject: Subject, from: string, to: string): string => `${wikiPath(subject)}@${encodeURIComponent(from)}...${encodeURIComponent(to)}`

/** Reads what `comparisonPath` writes; undefined when it names one wiki. */
export function parseComparisonAddress({ host, owner, name }: WikiParams): (WikiAddress & { readonly from: string; readonly to: string }) | undefined {
  const [, repository, from, to] = /^(.+)@([^@]{1,250}?)\.\.\.(.{1,250})$/s.exec(name) ?? []
  if (repository === undefined || from === undefined || to === undefined) return undefined
  const { commit: _none, ...subject } = parseWikiAddress({ host, owner, name: repository })
  return { ...subject, from, to }
}

/**
 * Reads what `wikiAddressPath` writes. A suffix counts as a commit only when it looks like one, since `@` may be part of a name.
 * @throws AppError `wikis/not-found` when the commit is shorter than 7 digits
 */
export function parseWikiAddress({ host, owner, name }: WikiParams): WikiAddress {
  const subject = { host: host.toLowerCase(), owner: owner === noOwner ? '' : owner.replaceAll(':', '/') }
  const match = /^(.+)@([0-9a-f]{1,64})$/is.exec(name)
  const [, repository, commit] = match ?? []
  if (repository === undefined || commit === undefined) return fold({ ...subject, name })
  if (commit.length < 7) {
    throw new AppError('wikis/not-found', 'missing', 'A commit is named by at least 7 digits.', {
      advice: 'Use more digits of it, or none for the newest wiki.',
    })
  }
  return fold({ ...subject, name: repository, commit: commit.toLowerCase() })
}

/** GitHub's names are kept in lower case (see parse-repository); links typed by hand often are not. */
function fold(address: WikiAddress): WikiAddress {
  if (address.host !== 'github.com') return address
  return { ...address, owner: address.owner.toLowerCase(), name: address.name.toLowerCase() }
}

export function wikiNotFound(): AppError {
  return new AppError('wikis/not-found', 'missing', 'There is no wiki for this repository and commit.', {
    advice: 'Submit the repository, or list the wikis at /api/wikis.',
  })
}
