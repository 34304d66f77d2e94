// Runs before start, test and check: installs and builds when their inputs changed since the last time. Node built-ins only, for it
// runs before node_modules exists.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

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

/** One at a time: two that install into one folder leave it half made. A lock whose process is gone is taken over. */
async function alone() {
  const lock = join(root, '.ensure.lock')
  const patience = Date.now() + 15 * 60_000
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      process.once('exit', () => rmSync(lock, { force: true }))
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = heldBy(lock)
    if (holder === undefined) rmSync(lock, { force: true })
    else if (Date.now() > patience) fail(`${holder} has been installing or building here for 15 minutes. End that process, or delete .ensure.lock, and start again.`)
    else {
      if (!told) console.error(`codewiki: waiting for ${holder}, which installs or builds here …`)
      told = true
      await setTimeout(250)
    }
  }
}

/** The living process that wrote the lock. A lock is empty for the moment between its making and its writing. */
function heldBy(lock) {
  try {
    const text = readFileSync(lock, 'utf8')
    if (text === '') return 'another process'
    process.kill(Number(text), 0)
    return `process ${text}`
  } catch (error) {
    return error.code === 'EPERM' ? 'another process' : undefined
  }
}

try {
  execFileSync('git', ['--version'], { stdio: 'ignore' })
} catch {
  fail('git is not installed. Install git 2.39 or newer.')
}

await alone()
const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
const install = `${hashOf([join(root, 'package-lock.json')])} ${process.platform} ${process.arch} ${process.versions.modules}`
if (stamp.install !== install || !existsSync(join(root, 'node_modules'))) {
  console.error('codewiki: installing packages, once …')
  const npm = process.env.npm_execpath
  const [command, args] = npm === undefined ? ['npm', ['ci']] : [process.execPath, [npm, 'ci']]
  const { status } = spawnSync(command, [...args, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } })
  if (status !== 0) fail('npm ci failed; the lines above say why.')
}
const build = `${install} ${hashOf([...filesBelow('src'), ...['build.mjs', 'third-party-licences.mjs', 'grammars.json'].map((name) => join(root, 'scripts', name))])}`
if (stamp.build !== build || !['dist', 'dist-modules'].every((folder) => existsSync(join(root, folder)))) {
  console.error('codewiki: building …')
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) fail('the build failed; the lines above say why.')
}
writeFileSync(stampFile, JSON.stringify({ install, build }))
