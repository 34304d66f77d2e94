import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AppError } from '../platform/app-error.js'
import { sha256 } from '../platform/sha256.js'
import type { RepositoryRef } from './repository-ref.js'

/**
 * Two paths to one folder are one repository: the real path counts.
 * @throws AppError `repositories/local-path-not-allowed`, `repositories/not-found`
 */
export function parseLocalPath(text: string, roots: 'any' | readonly string[]): Omit<RepositoryRef, 'revision'> {
  if (roots !== 'any' && roots.length === 0) throw notAllowed()
  const path = realPath(toPath(text, roots))
  if (path === undefined) {
    // Below the roots only: elsewhere the answer must not tell what exists.
    if (roots !== 'any') throw notAllowed()
    throw new AppError('repositories/not-found', 'missing', 'There is no such folder.', { advice: 'Check the path.' })
  }
  if (roots !== 'any' && !roots.some((root) => isBelow(path, realPath(root)))) throw notAllowed()
  const parent = dirname(path)
  const owner = `${slug(basename(parent)) || 'root'}-${shortHash(parent)}`
  const name = slug(basename(path))
  // `a b` and `a-b` in one folder are two repositories: a name that had to change carries a hash of what it was.
  return {
    url: pathToFileURL(path).href,
    host: 'local',
    owner,
    name: name === basename(path) ? name : `${name || 'root'}-${shortHash(path)}`,
  }
}

const shortHash = (text: string): string => sha256(text, 6)

/** For URLs and file names: what is not a letter, digit, dot, dash or underscore becomes a dash. */
const slug = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+/, '')

function toPath(text: string, roots: 'any' | readonly string[]): string {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text)
    } catch {
      throw new AppError('repositories/invalid-url', 'invalid', 'This is not the URL of a local folder.', {
        advice: 'For example file:///home/me/project.',
      })
    }
  }
  if (text.startsWith('/')) return text
  if (roots !== 'any') throw notAllowed()
  return text.startsWith('~/') ? resolve(homedir(), text.slice(2)) : resolve(text)
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

const isBelow = (path: string, root: string | undefined): boolean =>
  root !== undefined && (path === root || path.startsWith(root.endsWith(sep) ? root : root + sep))

function notAllowed(): AppError {
  return new AppError('repositories/local-path-not-allowed', 'invalid', 'Local paths are not accepted here.', {
    advice: 'Use an https URL, the command line (codewiki generate PATH), or let the operator add the folder to CODEWIKI_LOCAL_ROOTS.',
  })
}
