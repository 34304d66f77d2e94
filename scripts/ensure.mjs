// Runs before start, test and check: installs and builds when their inputs changed since the last time. Node built-ins only, for it
// runs before node_modules exists.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const stampFile = join(root, '.ensure.json')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) fail(`CodeWiki needs Node 20.19 or newer; this is ${process.versions.node}.`)

function fail(message) {
  console.error(`codewiki: ${message}`)
  process.exit(1)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path))
  return hash.digest('hex')
}

const filesBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

try {
  execFileSync('git', ['--version'], { stdio: 'ignore' })
} catch {
  fail('git is not installed. Install git 2.39 or newer.')
}

const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
const install = `${hashOf([join(root, 'package-lock.json')])} ${process.platform} ${process.arch} ${process.versions.modules}`
if (stamp.install !== install || !existsSync(join(root, 'node_modules'))) {
  console.error('codewiki: installing packages, once …')
  const npm = process.env.npm_execpath
  const [command, args] = npm === undefined ? ['npm', ['ci']] : [process.execPath, [npm, 'ci']]
  const { status } = spawnSync(command, [...args, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } })
  if (status !== 0) fail('npm ci failed; the lines above say why.')
}
const build = `${install} ${hashOf([...filesBelow('src'), join(root, 'scripts/build.mjs'), join(root, 'scripts/grammars.json')])}`
if (stamp.build !== build || !existsSync(join(root, 'dist'))) {
  console.error('codewiki: building …')
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) fail('the build failed; the lines above say why.')
}
writeFileSync(stampFile, JSON.stringify({ install, build }))
