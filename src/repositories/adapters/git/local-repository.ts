import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../../platform/app-error.js'
import type { ResolvedCommit, Snapshot } from '../../repository-processor.js'
import type { RepositoryRef } from '../../repository-ref.js'
import { emptyRepository, unknownRevision } from './git-errors.js'
import { openSnapshot } from './open-snapshot.js'
import { runGit, type GitCall } from './run-git.js'

type LocalCall = Pick<GitCall, 'home' | 'limits' | 'signal'>

/** Reads objects where they are: nothing is copied, written or removed, and nothing that the repository configures is run. */
export async function resolveLocal(ref: RepositoryRef, call: LocalCall): Promise<ResolvedCommit> {
  const gitDir = await findGitDir(ref)
  const parse = async (...args: string[]) => {
    const { code, stdout } = await runGit({ ...call, args: [`--git-dir=${gitDir}`, 'rev-parse', '--verify', '--quiet', ...args], access: { protocols: [] } })
    return code === 0 ? stdout.toString('utf8').trim() : undefined
  }
  const { revision } = ref
  if (revision.kind === 'default') {
    const commit = await parse('--end-of-options', 'HEAD^{commit}')
    if (commit === undefined) throw emptyRepository()
    return { commit, refName: undefined }
  }
  const name = revision.kind === 'commit' ? revision.id : revision.kind === 'branch' ? `refs/heads/${revision.name}` : `refs/tags/${revision.name}`
  const commit = await parse('--end-of-options', `${name}^{commit}`)
  if (commit === undefined) throw unknownRevision(revision.kind)
  return { commit, refName: revision.kind === 'commit' ? undefined : revision.name }
}

export async function openLocal(ref: RepositoryRef, commit: string, maxEntries: number, call: LocalCall): Promise<Snapshot> {
  return openSnapshot({ gitDir: await findGitDir(ref), commit, sizeBytes: 0, maxEntries, call, dispose: () => Promise.resolve() })
}

async function findGitDir(ref: RepositoryRef): Promise<string> {
  const path = fileURLToPath(ref.url)
  const dotGit = join(path, '.git')
  const kind = await kindOf(dotGit)
  if (kind === 'folder') return dotGit
  if (kind === 'file') {
    throw new AppError('repositories/linked-worktree', 'invalid', 'This folder is a linked worktree or a submodule.', { advice: 'Name the main repository, with the branch or commit beside it.' })
  }
  const bare = (await kindOf(join(path, 'objects'))) === 'folder' && (await kindOf(join(path, 'HEAD'))) === 'file'
  if (bare) return path
  throw new AppError('repositories/not-found', 'missing', 'This folder is not a git repository.', { advice: 'Run `git init` and commit in it, or name another folder.' })
}

async function kindOf(path: string): Promise<'folder' | 'file' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}
