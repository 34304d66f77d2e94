import { posix } from 'node:path'
import type { RepositoryIndex } from './import-resolver.js'

/** The file that a path without extension, or a built one, stands for. */
type PathOf = (path: string) => string | undefined

interface Package {
  readonly folder: string
  readonly name: string | undefined
  readonly exports: unknown
  readonly imports: unknown
  /** What stands for the whole package where it has no `exports`. */
  readonly mains: readonly string[]
}

/** `#utils`, by the `imports` of the nearest package.json. */
export function ownImport(from: string, source: string, index: RepositoryIndex, pathOf: PathOf): string | undefined {
  const own = packagesOf(index).filter(({ folder }) => folder === '' || from.startsWith(`${folder}/`))
  const nearest = own.sort((a, b) => b.folder.length - a.folder.length)[0]
  return nearest === undefined ? undefined : firstFile(nearest, targetsOf(nearest.imports, source), pathOf)
}

/** A package of the repository by its name: what its `exports` say, else where such files usually are. */
export function workspaceFile(source: string, index: RepositoryIndex, pathOf: PathOf): string | undefined {
  const parts = source.split('/')
  const length = source.startsWith('@') ? 2 : 1
  const name = parts.slice(0, length).join('/')
  const found = packagesOf(index).find((one) => one.name === name)
  if (found === undefined) return undefined
  const inner = parts.slice(length).join('/')
  const exported = firstFile(found, targetsOf(found.exports, inner === '' ? '.' : `./${inner}`), pathOf)
  if (exported !== undefined) return exported
  const usual = inner === '' ? ['src/index', 'index', 'src/main', 'lib/index', ...found.mains] : [inner, `src/${inner}`]
  return firstFile(found, usual, pathOf)
}

/** Paths as built, then where their sources usually are. */
function firstFile({ folder }: Package, targets: readonly string[], pathOf: PathOf): string | undefined {
  for (const target of targets) {
    const plain = target.replace(/^\.\//, '').replace(/\.d(\.[cm]?ts)$/, '$1')
    const inner = plain.replace(/^(dist|lib|build|out|esm|cjs)\/((esm|cjs|types)\/)?/, '')
    for (const path of inner === plain ? [plain, `src/${plain}`] : [plain, `src/${inner}`, inner]) {
      const found = pathOf(posix.join(folder, path)) ?? pathOf(posix.join(folder, path.replace(/\.[cm]?[jt]sx?$/, '')))
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** Every path that a map of `exports` or `imports` gives for a key, whatever the condition, in its order. */
function targetsOf(map: unknown, key: string): string[] {
  if (typeof map === 'string' || Array.isArray(map)) return key === '.' ? strings(map) : []
  if (typeof map !== 'object' || map === null) return []
  const entries = Object.entries(map)
  if (key === '.' && !entries.some(([one]) => one.startsWith('.'))) return strings(map)
  const exact = entries.find(([one]) => one === key)
  if (exact !== undefined) return strings(exact[1])
  for (const [pattern, value] of entries.sort(([a], [b]) => b.length - a.length)) {
    const [head = '', tail] = pattern.split('*')
    if (tail === undefined || !key.startsWith(head) || !key.endsWith(tail) || key.length < head.length + tail.length) continue
    const star = key.slice(head.length, key.length - tail.length)
    return strings(value).map((target) => target.replaceAll('*', star))
  }
  return []
}

/** Conditions within conditions; deeper ones are nobody's. */
const maxDepth = 10

function strings(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth > maxDepth) return []
  return Object.values(value).flatMap((inner) => strings(inner, depth + 1))
}

const known = new WeakMap<RepositoryIndex, Package[]>()

function packagesOf(index: RepositoryIndex): Package[] {
  let packages = known.get(index)
  if (packages === undefined) known.set(index, (packages = index.manifests('package.json').flatMap((path) => readPackage(path, index.manifest(path) ?? ''))))
  return packages
}

function readPackage(path: string, text: string): Package[] {
  try {
    const { name, exports, imports, source, types, module, main } = JSON.parse(text) as Readonly<Record<string, unknown>>
    const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path)
    return [{ folder, name: typeof name === 'string' ? name : undefined, exports, imports, mains: [source, types, module, main].filter((one) => typeof one === 'string') }]
  } catch {
    // A broken package.json names no package.
    return []
  }
}
