import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { SourceEntry, SourceTree } from '../../src/analysis/source-tree.js'

/** One commit in a folder of its own, so that reference tools can read it as they are used to. */
export interface Checkout {
  readonly name: string
  readonly commit: string
  /** The work tree, in a temporary folder. */
  readonly folder: string
  readonly tree: SourceTree
  readonly dispose: () => void
}

/** `path`: a work tree or a bare git directory; what is measured is its HEAD or another commit, not what is changed beside it. */
export function checkOut(path: string, wanted = 'HEAD'): Checkout {
  const repository = resolve(path)
  const root = mkdtempSync(join(tmpdir(), 'codewiki-quality-'))
  const folder = join(root, 'tree')
  mkdirSync(folder)
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: 1024 ** 3, env: { ...process.env, GIT_INDEX_FILE: join(root, 'index'), GIT_LFS_SKIP_SMUDGE: '1' } })
    if (status !== 0 && !args.includes('checkout-index')) throw new Error(`git ${args[0]} in ${path}: ${stderr}`)
    return stdout
  }
  const commit = git('rev-parse', '--verify', `${wanted}^{commit}`).trim()
  git('read-tree', commit)
  // A partial clone has not every large file: such a file is not measured.
  git('-c', 'core.bare=false', `--work-tree=${folder}`, 'checkout-index', '--all', '--force', '--quiet')
  return { name: nameOf(repository), commit, folder, tree: treeOf(folder, git('ls-tree', '-r', '-z', '--long', commit)), dispose: () => rmSync(root, { recursive: true, force: true }) }
}

/** `owner+name/repo` and `name.git` are names of bare directories. */
function nameOf(path: string): string {
  const last = basename(path) === 'repo' || basename(path) === '.git' ? basename(dirname(path)) : basename(path)
  return last.replace(/\.git$/, '').replace(/^.*\+/, '')
}

function treeOf(folder: string, listing: string): SourceTree {
  const [entries, skipped]: [SourceEntry[], { path: string; reason: 'symlink' | 'submodule' }[]] = [[], []]
  for (const line of listing.split('\0').filter((one) => one !== '')) {
    const [facts = '', path = ''] = line.split('\t')
    const [mode, , oid = ''] = facts.split(/ +/)
    if (mode === '120000') skipped.push({ path, reason: 'symlink' })
    else if (mode === '160000') skipped.push({ path, reason: 'submodule' })
    else if (existsSync(join(folder, path))) entries.push({ path, oid, sizeBytes: statSync(join(folder, path)).size })
  }
  return {
    entries,
    skipped,
    async *blobs(wanted) {
      for (const entry of wanted) yield { entry, content: readFileSync(join(folder, entry.path)) }
    },
  }
}
