import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const code = new URL('../rendering/', import.meta.url)
/** Exact versions of the libraries; those below them in the lock file, which an installed package comes without. */
const manifests = ['package.json', 'package-lock.json'].map((name) => new URL(`../../${name}`, import.meta.url))

/** Hash of the built code that renders and of the versions of all libraries: what one has rendered, another would render the same. */
export function renderingVersion(): string {
  const folder = fileURLToPath(code)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js')).sort()
  const hash = createHash('sha256')
  for (const name of files) hash.update(JSON.stringify([name, readFileSync(join(folder, name), 'utf8')]))
  for (const manifest of manifests) hash.update(JSON.stringify(readOrNothing(manifest)))
  return hash.digest('hex')
}

function readOrNothing(file: URL): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
