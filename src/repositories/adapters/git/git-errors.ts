import { constants } from 'node:os'
import { AppError } from '../../../platform/app-error.js'

interface CatalogueEntry {
  readonly pattern: RegExp
  readonly error: () => AppError
}

/** From what git (LC_ALL=C, 2.30 to 2.50) writes to stderr to what a person can act on. The first match counts. Raw text never leaves. */
const catalogue: readonly CatalogueEntry[] = [
  { pattern: /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i, error: () => unknownRevision() },
  { pattern: /mismatched algorithms/i, error: () => unknownRevision('commit') },
  {
    pattern: /Authentication failed|could not read (Username|Password)|terminal prompts disabled|returned error: 40[13]/i,
    error: authenticationRequired,
  },
  { pattern: /repository not found|returned error: (404|410|451)|does not appear to be a git repository/i, error: repositoryNotFound },
  { pattern: /not valid: is this a git repository|invalid (content-type|server response)|dumb http/i, error: repositoryNotFound },
  { pattern: /returned error: 429/i, error: () => rateLimited(undefined) },
  { pattern: /Could not resolve host/i, error: () => unknownHost() },
  { pattern: /unable to update url base from redirection|returned error: 3\d\d/i, error: () => forbiddenRedirect() },
  // `git init` says so without the reason.
  { pattern: /No space left|out of disk ?space|disk quota exceeded|failed to write new configuration file/i, error: diskFull },
  {
    pattern: /Out of memory|malloc failed|mmap failed|File size limit|signal 2[45]|file too large|Cannot allocate|exceed(s|ed) maximum/i,
    error: tooLarge,
  },
  {
    pattern: /unknown repository extension|Expected git repo version|unknown object format|unknown ref storage/i,
    error: unsupportedFormat,
  },
  { pattern: /could not get object info|unable to read sha1 file|promisor remote|lazy fetch/i, error: incompleteRepository },
  // A part of git that was killed, or a transfer that was cut, says nothing about the objects, whatever else git says then.
  { pattern: /died of signal (?:9|15)\b/i, error: () => gitFailed(undefined) },
  { pattern: /early EOF/i, error: unreachable },
  { pattern: /fsck error|unterminated|invalid .* in tree|mal-?formed|too-short tree|died of signal 11/i, error: hostileRepository },
  // These a fault of this machine can bring about as well: git that was killed amid its work, a disk that was full for a moment.
  { pattern: /bad object|index-pack failed|inflate|corrupt/i, error: damagedRepository },
  { pattern: /SSL|certificate|TLS/i, error: tlsFailed },
  {
    pattern:
      /returned error: 5\d\d|Connection (refused|reset|timed out)|Failed to connect|early EOF|hung up|too slow|RPC failed|transfer closed|too large response headers/i,
    error: unreachable,
  },
  {
    pattern: /Empty reply|unexpected disconnect|protocol error|bad line length|bad band|Recv failure|expected (flush|packfile|SHA)/i,
    error: unreachable,
  },
  // index-pack ended without a word: the limit on file size or memory killed it.
  { pattern: /invalid index-pack output/i, error: tooLarge },
]

/** Words of the other side do not count: its `remote:` lines, and the URL in quotes, which may hold `tls` or `redirect` as well. */
const ownWords = (stderr: string): string => stderr.replaceAll(/^remote:.*$/gm, '').replaceAll(/'[^'\n]*:\/\/[^'\n]*'/g, "''")

const keptWords = 1_000

/** How git ended. */
export interface GitEnd {
  /** Null when a signal ended what we started. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/** Its cause, which only our log sees, has git's own last words. */
export function gitError(end: GitEnd): AppError {
  const words = ownWords(end.stderr)
  const error = named(end, words)
  error.cause = new Error(`git ended with ${end.code ?? end.signal ?? 'a signal'}: ${words.trim().slice(-keptWords)}`)
  return error
}

/** What ends a process from outside: a person, the system, a worker that is told to stop. */
const fromOutside: ReadonlySet<number> = new Set([constants.signals.SIGHUP, constants.signals.SIGINT, constants.signals.SIGKILL, constants.signals.SIGTERM])

function named({ code, signal }: GitEnd, words: string): AppError {
  const known = catalogue.find(({ pattern }) => pattern.test(words))
  if (known !== undefined) return known.error()
  if (/^fatal: repository '' not found/m.test(words)) return repositoryNotFound()
  // What runs git in a namespace of its own tells git's signal as 128 and its number.
  const number = signal === null ? (code ?? 0) - 128 : constants.signals[signal]
  if (number <= 1) return gitFailed(code === null ? undefined : { exit_code: code })
  // A limit on time or on the size of files ends git with a signal of its own.
  return fromOutside.has(number) ? gitFailed(undefined) : tooLarge()
}

function gitFailed(details: { readonly exit_code: number } | undefined): AppError {
  return new AppError('repositories/git-failed', 'transient', 'git could not read this repository.', {
    advice: 'It is tried again. Check that `git clone` works for this URL.',
    ...(details === undefined ? {} : { details }),
  })
}

export function authenticationRequired(): AppError {
  return new AppError('repositories/authentication-required', 'unauthorised', 'The repository is private or does not exist.', {
    advice: 'Check the URL. Hosts answer the same way for both, so that nobody can probe for private repositories.',
  })
}

export function repositoryNotFound(): AppError {
  return new AppError('repositories/not-found', 'missing', 'There is no repository at this URL, or it is private.', {
    advice: 'Check the URL in a browser.',
  })
}

export function rateLimited(retryAfterSeconds = 60): AppError {
  return new AppError('repositories/rate-limited', 'transient', 'The host asks us to slow down.', {
    advice: 'It is tried again later.',
    retryAfterSeconds,
  })
}

export function unreachable(): AppError {
  return new AppError('repositories/unreachable', 'transient', 'The host of this repository did not answer properly.', {
    advice: 'It is tried again. If it stays like this, check the host in a browser.',
  })
}

export function forbiddenRedirect(message = 'The repository redirects elsewhere.'): AppError {
  return new AppError('repositories/forbidden-redirect', 'invalid', message, { advice: 'Use the final URL of the repository.' })
}

export function unknownHost(hostname?: string): AppError {
  const what = hostname === undefined ? 'The host of this repository is not known.' : `There is no host called ${hostname}.`
  return new AppError('repositories/unknown-host', 'invalid', what, {
    advice: 'Check the spelling of the URL.',
    ...(hostname === undefined ? {} : { details: { host: hostname } }),
  })
}

export function unknownRevision(
  what = 'revision',
  advice = 'Check the name of the branch, tag or commit; it may have been removed.',
): AppError {
  return new AppError('repositories/unknown-revision', 'missing', `The repository has no such ${what}.`, { advice })
}

/** For an abbreviated commit that fits none, or several. */
export function unknownAbbreviation(matches: number): AppError {
  const message =
    matches > 1 ? 'Several commits begin with these digits.' : 'No branch or tag is at a commit that begins with these digits.'
  return new AppError('repositories/unknown-revision', 'missing', message, { advice: 'Give the full id of the commit.' })
}

export function emptyRepository(): AppError {
  return new AppError('repositories/empty', 'missing', 'The repository has no commits yet.', {
    advice: 'Push a first commit, then submit it again.',
  })
}

/** HEAD points at a branch that is not there, but there are others. */
export function danglingHead(): AppError {
  return new AppError('repositories/unknown-revision', 'missing', 'The default branch of the repository does not exist.', {
    advice: 'Name a branch, tag or commit.',
  })
}

export function tooLarge(): AppError {
  return new AppError('repositories/too-large', 'too-large', 'The repository is larger than CodeWiki is allowed to fetch.', {
    advice: 'Raise CODEWIKI_MAX_REPOSITORY_MB, or document a part of it.',
  })
}

export function tooManyFiles(maxEntries: number): AppError {
  return new AppError('repositories/too-large', 'too-large', `The repository has more than ${maxEntries} files.`, {
    advice: 'Raise CODEWIKI_MAX_FILES, or document a smaller repository.',
    details: { max_files: maxEntries },
  })
}

export function hostileRepository(): AppError {
  return new AppError('repositories/hostile', 'invalid', 'The repository holds objects that git considers unsafe or corrupt.', {
    advice: 'Run `git fsck` in it; CodeWiki does not read such repositories.',
  })
}

function damagedRepository(): AppError {
  return new AppError('repositories/damaged', 'transient', 'What arrived of this repository is damaged.', {
    advice: 'It is fetched again. If it stays like this, run `git fsck` in the repository.',
  })
}

export function incompleteRepository(): AppError {
  return new AppError('repositories/incomplete', 'invalid', 'Objects of this commit are missing from the repository.', {
    advice: 'A partial clone can be completed with `git fetch --refetch --filter=blob:limit=100m`; otherwise run `git fsck`.',
  })
}

function unsupportedFormat(): AppError {
  return new AppError(
    'repositories/unsupported-format',
    'invalid',
    'The repository is stored in a format that the git of this machine does not know.',
    {
      advice: 'Install a newer git.',
    },
  )
}

function diskFull(): AppError {
  return new AppError('repositories/disk-full', 'transient', 'There is no space left on the disk.', {
    advice: 'Free some space; the job goes on by itself.',
    isOutage: true,
  })
}

function tlsFailed(): AppError {
  return new AppError('repositories/tls-failed', 'invalid', 'The certificate of the host could not be verified.', {
    advice: 'Check the URL in a browser; a self-signed host needs its certificate installed on this machine.',
  })
}
