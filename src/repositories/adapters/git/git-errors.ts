import { AppError } from '../../../platform/app-error.js'

interface CatalogueEntry {
  readonly pattern: RegExp
  readonly error: () => AppError
}

/** From what git (LC_ALL=C, 2.30 to 2.50) writes to stderr to what a person can act on. The first match counts. Raw text never leaves. */
const catalogue: readonly CatalogueEntry[] = [
  {
    pattern: /not our ref|unadvertised object|couldn't find remote ref|no such remote ref|Server does not allow request/i,
    error: () => unknownRevision(),
  },
  {
    pattern: /Authentication failed|could not read (Username|Password)|terminal prompts disabled|HTTP 40[13]|error: 40[13]|returned error: 40[13]/i,
    error: () =>
      new AppError('repositories/authentication-required', 'unauthorised', 'The repository is private or does not exist.', {
        advice: 'Check the URL. Hosts answer the same way for both, so that nobody can probe for private repositories.',
      }),
  },
  {
    pattern: /repository .* not found|returned error: 404|does not appear to be a git repository|not valid: is this a git repository|Repository not found/i,
    error: () => new AppError('repositories/not-found', 'missing', 'There is no repository at this URL, or it is private.', { advice: 'Check the URL in a browser.' }),
  },
  {
    pattern: /returned error: 429/i,
    error: () => new AppError('repositories/rate-limited', 'transient', 'The host asks us to slow down.', { advice: 'It is tried again later.', retryAfterSeconds: 60 }),
  },
  {
    pattern: /Could not resolve host/i,
    error: () => new AppError('repositories/unknown-host', 'invalid', 'The host of this repository is not known.', { advice: 'Check the spelling of the URL.' }),
  },
  {
    pattern: /SSL|certificate|TLS/i,
    error: () => new AppError('repositories/tls-failed', 'invalid', 'The certificate of the host could not be verified.', { advice: 'Check the URL in a browser; a self-signed host needs its certificate installed on this machine.' }),
  },
  {
    pattern: /redirect/i,
    error: () => new AppError('repositories/forbidden-redirect', 'invalid', 'The repository redirects elsewhere.', { advice: 'Use its final URL.' }),
  },
  {
    pattern: /fsck error|hasDotdot|hasDotgit|gitmodules|zeroPaddedFilemode|unterminated|bad object|invalid .* in tree|nullSha1|duplicateEntries|treeNotSorted/i,
    error: () => new AppError('repositories/hostile', 'invalid', 'The repository holds objects that git considers unsafe or corrupt.', { advice: 'Run `git fsck` in it; CodeWiki does not read such repositories.' }),
  },
  {
    pattern: /Out of memory|malloc failed|mmap failed|File size limit|unable to write|signal 25|exceeds|file too large|Cannot allocate/i,
    error: () => tooLarge(),
  },
  {
    pattern: /No space left/i,
    error: () => new AppError('repositories/disk-full', 'transient', 'There is no space left on the disk.', { advice: 'Free some space; the job goes on by itself.' }),
  },
  {
    pattern: /returned error: 5\d\d|Connection (refused|reset|timed out)|Failed to connect|early EOF|hung up|Operation too slow|RPC failed|transfer closed|Empty reply/i,
    error: () => new AppError('repositories/unreachable', 'transient', 'The host of this repository did not answer properly.', { advice: 'It is tried again. If it stays like this, check the host in a browser.' }),
  },
]

export function gitError(code: number | null, stderr: string): AppError {
  const known = catalogue.find(({ pattern }) => pattern.test(stderr))
  if (known !== undefined) return known.error()
  // Killed by a resource limit: no word on stderr.
  if (code === null) return tooLarge()
  return new AppError('repositories/git-failed', 'transient', 'git could not read this repository.', { advice: 'It is tried again. Check that `git clone` works for this URL.', details: { exit_code: code } })
}

export function unknownRevision(what = 'revision'): AppError {
  return new AppError('repositories/unknown-revision', 'missing', `The repository has no such ${what}.`, { advice: 'Check the name of the branch, tag or commit; it may have been removed.' })
}

export function tooLarge(): AppError {
  return new AppError('repositories/too-large', 'too-large', 'The repository is larger than CodeWiki is allowed to fetch.', {
    advice: 'Raise CODEWIKI_MAX_REPOSITORY_MB, or document a part of it.',
  })
}

export function emptyRepository(): AppError {
  return new AppError('repositories/empty', 'missing', 'The repository has no commits yet.', { advice: 'Push a first commit, then submit it again.' })
}
