import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { deep } from './shapes.js'
import type { HostileFile } from './hostile-files.js'

/** What is no file of ours to read, with what is said of it. */
export const refused: readonly { readonly path: string; readonly mode: string; readonly target: string; readonly reason: 'symlink' | 'submodule' | 'unsafe-name' }[] = [
  { path: 'links/loop', mode: '120000', target: 'loop', reason: 'symlink' },
  { path: 'links/up', mode: '120000', target: '../..', reason: 'symlink' },
  { path: 'links/passwd.py', mode: '120000', target: '/etc/passwd', reason: 'symlink' },
  { path: 'module', mode: '160000', target: '1'.repeat(40), reason: 'submodule' },
  { path: 'names/new\nline.py', mode: '100644', target: 'x = 1\n', reason: 'unsafe-name' },
  { path: 'names/\u202eyp.cnuf.py', mode: '100644', target: 'x = 1\n', reason: 'unsafe-name' },
  { path: `${deep(200)}/x.py`, mode: '100644', target: 'x = 1\n', reason: 'unsafe-name' },
]

/** One commit of the files in a bare repository; git's own importer takes names that no file system here would. */
export function hostileRepository(folder: string, files: readonly HostileFile[]): void {
  mkdirSync(folder)
  const git = (args: readonly string[], input: Buffer | string = '') =>
    execFileSync('git', ['-C', folder, ...args], { input, env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }, maxBuffer: 1e9 })
  git(['init', '--quiet', '--bare', '--initial-branch=main'])
  const parts: Buffer[] = [Buffer.from('commit refs/heads/main\ncommitter A <a@example.org> 1767323045 +0000\ndata 1\nA\n')]
  const quoted = (path: string) => `"${path.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`
  const add = (mode: string, path: string, content: Buffer) => parts.push(Buffer.from(`M ${mode} inline ${quoted(path)}\ndata ${content.length}\n`), content, Buffer.from('\n'))
  for (const { path, content } of files) add('100644', path, Buffer.from(content))
  for (const { path, mode, target } of refused) {
    if (mode === '160000') parts.push(Buffer.from(`M ${mode} ${target} ${quoted(path)}\n`))
    else add(mode, path, Buffer.from(target))
  }
  git(['fast-import', '--quiet'], Buffer.concat(parts))
}
