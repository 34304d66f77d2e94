import type { Snapshot } from '../../repository-processor.js'
import { gitError, hostileRepository, unknownRevision } from './git-errors.js'
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

/**
 * Only `ls-tree` and `cat-file` with an explicit git folder: on a hostile `.git/config` those run nothing (status, diff, log do).
 * @throws AppError `repositories/unknown-revision` when the id is not a commit's, `repositories/too-large`, `repositories/hostile`,
 * `repositories/incomplete`
 */
export async function openSnapshot(input: SnapshotInput): Promise<Snapshot> {
  const { gitDir, commit, call } = input
  const read = async (args: readonly string[], stdin = '') => {
    const result = await runGit({
      ...call,
      args: [`--git-dir=${gitDir}`, ...args],
      access: { protocols: [] },
      input: stdin,
    })
    if (result.code !== 0) throw gitError(result)
    return result.stdout
  }
  const committedAt = committerTime(await read(['cat-file', '--batch'], `${commit}\n`), commit)
  const tree = await read(['ls-tree', '-r', '-z', '--long', '--full-tree', '--end-of-options', commit])
  const { entries, skipped } = parseTree(tree, input.maxEntries)
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

/** Last moment of the year 9999, which every reader of ISO times takes. */
const maxSeconds = 253_402_300_799

/** The commit's own time, from `<id> commit <size>` and the object; 1970 when its committer line is malformed. */
function committerTime(answer: Buffer, commit: string): string {
  const text = answer.toString('utf8')
  const [, id, type] = /^(\S+) (\w+)(?: \d+)?\n/.exec(text) ?? []
  if (id !== commit) throw hostileRepository()
  if (type !== 'commit') throw unknownRevision('commit')
  const header = text.slice(0, text.indexOf('\n\n'))
  const seconds = Number(/^committer .* (\d{1,12}) [+-]\d{4}$/m.exec(header)?.[1] ?? 0)
  return new Date(Math.min(seconds, maxSeconds) * 1000).toISOString()
}
