// `npm run bench -- <name> [arguments]`: measures. Installs what only measurements need, bundles `bench/<name>/main.ts`, runs it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const bench = join(root, 'bench')
const [name, ...args] = process.argv.slice(2)
const names = readdirSync(bench).filter((one) => existsSync(join(bench, one, 'main.ts')))
if (name === undefined || !names.includes(name)) {
  console.error(`Usage: npm run bench -- <${names.join(' | ')}>`)
  process.exit(64)
}

const stamp = join(bench, 'node_modules/.ensure')
const lock = createHash('sha256')
  .update(readFileSync(join(bench, 'package-lock.json')))
  .digest('hex')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('codewiki: installing the packages to compare with, once …')
  const npm = process.env.npm_execpath
  const [command, install] = npm === undefined ? ['npm', ['ci']] : [process.execPath, [npm, 'ci']]
  const { status } = spawnSync(command, [...install, '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: bench,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(1)
  writeFileSync(stamp, lock)
}

// Not part of `npm run check`, which runs without the packages of bench.
const types = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(bench, 'tsconfig.json'), '--noEmit'], { stdio: 'inherit' })
if (types.status !== 0) process.exit(1)

// Flat, in a folder two below the root: modules of `test/support` look for the build from there.
const outdir = join(bench, 'dist')
const files = ['main.ts', ...readdirSync(join(bench, name)).filter((file) => file.endsWith('-child.ts'))]
await build({
  entryPoints: files.map((file) => ({ in: join(bench, name, file), out: `${name}-${file.replace(/\.ts$/, '')}` })),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
})
const { status } = spawnSync(process.execPath, ['--enable-source-maps', join(outdir, `${name}-main.mjs`), ...args], { stdio: 'inherit' })
process.exit(status ?? 1)
