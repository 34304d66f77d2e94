import type { Snapshot } from '../../repository-processor.js'
import { gitError } from './git-errors.js'
import { parseTree } from './parse-tree.js'
import { readBlobs } from './read-blobs.js'
import { runGit, type GitCall } from './run-git.js'

export interface SnapshotInput {
  readonly gitDir: string
  readonly commit: string
  readonly sizeBytes: number
  readonly maxEntries: number
  readonly call: Pick<GitCall, 'home' | 'limits' | 'signal'>
  readonly dispose: () => Promise<void>
}

/** Only `ls-tree` and `cat-file` with an explicit git folder: on a hostile `.git/config` those run nothing (status, diff, log do). */
export async function openSnapshot(input: SnapshotInput): Promise<Snapshot> {
  const { gitDir, commit, call } = input
  const read = async (...args: string[]) => {
    const { code, stdout, stderr } = await runGit({ ...call, args: [`--git-dir=${gitDir}`, ...args], access: { protocols: [] } })
    if (code !== 0) throw gitError(code, stderr)
    return stdout
  }
  const committedAt = committerTime(await read('cat-file', 'commit', commit))
  const { entries, skipped } = parseTree(await read('ls-tree', '-r', '-z', '--long', '--full-tree', '--end-of-options', commit), input.maxEntries)
  return {
    commit,
    committedAt,
    entries,
    skipped,
    sizeBytes: input.sizeBytes,
    blobs: (wanted, signal) => readBlobs(gitDir, wanted, { ...call, signal }),
    [Symbol.asyncDispose]: input.dispose,
  }
}

/** The commit's own time; 1970 when it is not to be read from a malformed line. */
function committerTime(commit: Buffer): string {
  const seconds = Number(/^committer .* (\d{1,12}) [+-]\d{4}$/m.exec(commit.toString('utf8'))?.[1] ?? 0)
  return new Date(seconds * 1000).toISOString()
}
