// What a machine can say about the code: types, lint, layers, unused code, copies. Each tool's output is shown when it fails.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const checks = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json', '--noEmit']],
  ['types of the reader', bin('tsc'), ['-p', 'tsconfig.reader.json', '--noEmit']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings', 'src', 'test']],
  ['layers', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src']],
  ['unused code', bin('knip'), []],
  ['copies', bin('jscpd'), ['src']],
]

function run([name, command, args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve({ name, ok: false, output: String(error) }))
    child.once('close', (code) => resolve({ name, ok: code === 0, output }))
  })
}

const results = []
for (let at = 0; at < checks.length; at += 2) results.push(...(await Promise.all(checks.slice(at, at + 2).map(run))))
for (const { name, ok, output } of results) {
  console.log(`${ok ? '✓' : '✗'} ${name}`)
  if (!ok) console.log(output)
}
process.exit(results.every(({ ok }) => ok) ? 0 : 1)
