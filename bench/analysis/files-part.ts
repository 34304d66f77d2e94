import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digits, progress, table, times, title } from '../report.js'
import { checkOut } from '../quality/checkout.js'
import { parsedFiles } from './parsed-files.js'
import { childrenSeconds } from './processes.js'
import { resultSchema, type CheckedOut, type Result, type Work } from './work.js'

/** The same files of all repositories together, with less and with more done to them. */
export function filesPart(repositories: readonly string[]): void {
  const checkouts = repositories.map((path) => checkOut(path))
  const trees = checkouts.map(({ folder, tree }): CheckedOut => ({ folder, entries: [...tree.entries], skipped: [...tree.skipped] }))
  const paths = trees.map((tree) => ({ folder: tree.folder, names: parsedFiles(tree).map(({ path }) => path) }))
  const read = timed('reading by git cat-file', () => readBlobs(repositories, trees))
  const ctags = has('ctags') ? timed('ctags', () => paths.forEach(({ folder, names }) => spawnSync('ctags', ['--options=NONE', '-f', '/dev/null', '-L', '-'], { cwd: folder, input: names.join('\n') }))) : Number.NaN
  const cloc = has('cloc') ? timed('cloc', () => paths.forEach(({ folder, names }) => spawnSync('cloc', ['--quiet', '--list-file=-'], { cwd: folder, input: names.join('\n') }))) : Number.NaN
  const bare = inChild({ kind: 'parse', trees })
  const extracted = inChild({ kind: 'extract', trees })
  const analysed = inChild({ kind: 'analyse', trees })
  for (const one of checkouts) one.dispose()
  title(`${bare.files} files, ${bare.lines} lines of ${checkouts.map(({ name }) => name).join(', ')}`)
  const row = (what: string, seconds: number, goal = '') => [what, digits(seconds), digits(bare.lines / seconds), times(seconds / bare.cpuSeconds), times(seconds / ctags), goal]
  table(
    ['', 'CPU s', 'lines per CPU s', '× bare parsing', '× ctags', 'goal'],
    [
      row('reading by git cat-file', read),
      row('bare parsing, the same grammars', bare.cpuSeconds),
      row('our extraction with queries', extracted.cpuSeconds, '1.5 × bare parsing, 90,000 lines'),
      row('whole analysis, edges and modules', analysed.cpuSeconds, '1.8 × bare parsing, 20 × ctags'),
      row('universal-ctags', ctags),
      row('cloc', cloc),
    ],
  )
  if (!has('cloc')) console.log('cloc is not installed here.\n')
}

const has = (command: string): boolean => spawnSync(command, ['--version']).status === 0

/** Seconds of the children that the work waits for. */
function timed(what: string, work: () => void): number {
  progress(what)
  const before = childrenSeconds()
  work()
  return childrenSeconds() - before
}

function readBlobs(repositories: readonly string[], trees: readonly CheckedOut[]): void {
  for (const [at, repository] of repositories.entries()) {
    const input = (trees[at]?.entries ?? []).map(({ oid }) => `${oid}\n`).join('')
    spawnSync('git', ['-C', repository, 'cat-file', '--batch'], { input, stdio: ['pipe', 'ignore', 'inherit'] })
  }
}

function inChild(work: Work): Result {
  progress(`${work.kind} in a process of its own`)
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-bench-'))
  const file = join(folder, 'work.json')
  writeFileSync(file, JSON.stringify(work))
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('analysis-work-child.mjs', import.meta.url)), file], { encoding: 'utf8', maxBuffer: 1e9 })
  rmSync(folder, { recursive: true })
  if (status !== 0) throw new Error(`${work.kind}: ${stderr}`)
  return resultSchema.parse(JSON.parse(stdout))
}
