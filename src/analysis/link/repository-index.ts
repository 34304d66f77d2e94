import { posix } from 'node:path'
import type { RepositoryIndex } from './import-resolver.js'

/** Files by declared package, and by package and definition. */
export interface PackageTable {
  readonly files: ReadonlyMap<string, readonly string[]>
  readonly definers: ReadonlyMap<string, readonly string[]>
}

/** Built once per commit. */
export function repositoryIndex(
  paths: readonly string[],
  manifestTexts: ReadonlyMap<string, string>,
  packages: PackageTable,
): RepositoryIndex {
  const all = new Set(paths)
  const folders = new Map<string, string[]>()
  const byName = new Map<string, string[]>()
  for (const path of paths) {
    push(folders, posix.dirname(path), path)
    push(byName, posix.basename(path), path)
  }
  return {
    has: (path) => all.has(path),
    filesIn: (folder) => folders.get(folder === '' ? '.' : folder) ?? [],
    endingIn: (suffix) => {
      const found = (byName.get(posix.basename(suffix)) ?? []).filter((path) => path === suffix || path.endsWith(`/${suffix}`))
      return found.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    },
    manifest: (path) => manifestTexts.get(path),
    manifests: (name) => [...manifestTexts.keys()].filter((path) => posix.basename(path) === name).sort(),
    inPackage: (name, definition) => (definition === undefined ? packages.files.get(name) : packages.definers.get(`${name} ${definition}`)) ?? [],
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
