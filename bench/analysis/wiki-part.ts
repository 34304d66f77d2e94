import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { built } from '../../test/support/built.js'
import { checkOut } from '../quality/checkout.js'
import { digits, progress, table, title } from '../report.js'
import { parsedFiles } from './parsed-files.js'
import { measure } from './processes.js'

/** The whole wiki of each repository as users make it, and once more after one file has changed. */
export async function wikiPart(repositories: readonly string[]): Promise<void> {
  const rows: string[][] = []
  for (const repository of repositories) rows.push(await wikiRow(repository))
  title('Whole wikis without a model, over all processes')
  table(['repository', 'lines', 'CPU s', 'lines per CPU s', 'peak memory', 'after one changed file: CPU s', 'wall s'], rows)
}

async function wikiRow(repository: string): Promise<string[]> {
  const { name, folder, tree, dispose } = checkOut(repository)
  const files = parsedFiles({ folder, entries: [...tree.entries], skipped: [] })
  const lines = files.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0)
  const root = mkdtempSync(join(tmpdir(), 'codewiki-bench-'))
  const generate = (what: string) => {
    progress(`${what} of ${name}`)
    return measure(process.execPath, [fileURLToPath(built('main/cli.js')), 'generate', folder, '--output', join(root, 'wiki'), '--data-dir', join(root, 'data')], { stdio: ['ignore', 'ignore', 'ignore'] })
  }
  git(folder, 'init', '--quiet')
  commit(folder)
  const cold = await generate('the wiki')
  appendFileSync(join(folder, files[files.length >> 1]?.path ?? ''), '\n')
  commit(folder)
  const changed = await generate('one changed file')
  rmSync(root, { recursive: true })
  dispose()
  return [name, `${lines}`, digits(cold.cpuSeconds), digits(lines / cold.cpuSeconds), `${Math.round(cold.peakMib)} MiB`, digits(changed.cpuSeconds), digits(changed.wallSeconds)]
}

function commit(folder: string): void {
  git(folder, 'add', '--all', '--force')
  git(folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'A commit')
}

function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
}
