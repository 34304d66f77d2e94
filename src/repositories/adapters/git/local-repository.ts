import { lstat, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../../platform/app-error.js'
import type { ResolvedCommit, Snapshot } from '../../repository-processor.js'
import type { RepositoryRef } from '../../repository-ref.js'
import { danglingHead, emptyRepository, gitError, unknownAbbreviation, unknownRevision } from './git-errors.js'
import { openSnapshot } from './open-snapshot.js'
import { isFullCommit } from './resolve-remote.js'
import { runGit, type GitCall } from './run-git.js'

type LocalCall = Pick<GitCall, 'home' | 'limits' | 'signal'>
/** One answer of `rev-parse`; undefined when there is no such thing. */
type RevParse = (...args: readonly string[]) => Promise<string | undefined>

/** Reads objects where they are: nothing is copied, written or removed, and nothing that the repository configures is run. */
export async function resolveLocal(ref: RepositoryRef, call: LocalCall): Promise<ResolvedCommit> {
  const parse = revParse(await findGitDir(ref), call)
  const { revision } = ref
  if (revision.kind === 'default') return resolveHead(parse)
  if (revision.kind === 'commit') return { commit: await resolveId(revision.id, parse), refName: undefined }
  const places = revision.kind === 'branch' ? ['refs/heads/', 'refs/tags/'] : ['refs/tags/']
  for (const place of places) {
    const commit = await parse('--end-of-options', `${place}${revision.name}^{commit}`)
    if (commit !== undefined) return { commit, refName: revision.name }
  }
  if ((await parse('--symbolic', '--all')) === undefined) throw emptyRepository()
  throw unknownRevision(revision.kind)
}

export async function openLocal(ref: RepositoryRef, commit: string, maxEntries: number, call: LocalCall): Promise<Snapshot> {
  return openSnapshot({ gitDir: await findGitDir(ref), commit, sizeBytes: 0, maxEntries, call, dispose: () => Promise.resolve() })
}

function revParse(gitDir: string, call: LocalCall): RevParse {
  return async (...args) => {
    const mode = args[0] === '--end-of-options' ? ['--verify', '--quiet'] : []
    const result = await runGit({
      ...call,
      args: [`--git-dir=${gitDir}`, 'rev-parse', ...mode, ...args],
      access: { protocols: [] },
    })
    // --quiet is silent about what is not there; what it does say is about the repository itself.
    if (result.code !== 0 && /^fatal: (?!Needed a single revision|ambiguous argument)/m.test(result.stderr)) throw gitError(result)
    const text = result.stdout.toString('utf8').trim()
    return result.code === 0 && text !== '' ? text : undefined
  }
}

async function resolveHead(parse: RevParse): Promise<ResolvedCommit> {
  const commit = await parse('--end-of-options', 'HEAD^{commit}')
  if (commit === undefined) throw (await parse('--symbolic', '--all')) === undefined ? emptyRepository() : danglingHead()
  const name = await parse('--symbolic-full-name', 'HEAD')
  return { commit, refName: name?.startsWith('refs/heads/') === true ? name.slice('refs/heads/'.length) : undefined }
}

/** A branch may be called `abcdef1`: what is found must begin with the digits. */
async function resolveId(id: string, parse: RevParse): Promise<string> {
  const commit = await parse('--end-of-options', `${id}^{commit}`)
  if (commit?.startsWith(id) === true) return commit
  throw isFullCommit(id) ? unknownRevision('commit') : unknownAbbreviation(0)
}

/** The path was made real when it was named. Real now too, it cannot have become a link to elsewhere since. */
async function findGitDir(ref: RepositoryRef): Promise<string> {
  const path = fileURLToPath(ref.url)
  if ((await realpath(path).catch(() => undefined)) !== path) throw noRepository('There is no such folder any more.')
  const dotGit = join(path, '.git')
  const kind = await kindOf(dotGit)
  if (kind === 'folder') return dotGit
  if (kind === 'link') throw noRepository('The .git of this folder is a symbolic link.', 'Name the folder that it points to.')
  if (kind === 'file') {
    throw new AppError('repositories/linked-worktree', 'invalid', 'This folder is a linked worktree or a submodule.', {
      advice: 'Name the main repository, with the branch or commit beside it.',
    })
  }
  const isBare = (await kindOf(join(path, 'objects'))) === 'folder' && (await kindOf(join(path, 'HEAD'))) === 'file'
  if (isBare) return path
  throw noRepository('This folder is not a git repository.')
}

async function kindOf(path: string): Promise<'folder' | 'link' | 'file' | undefined> {
  try {
    const info = await lstat(path)
    return info.isSymbolicLink() ? 'link' : info.isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}

function noRepository(
  message: string,
  advice = 'Name the folder that holds `.git`; a new one begins with `git init` and a commit.',
): AppError {
  return new AppError('repositories/not-found', 'missing', message, { advice })
}
