import { posix } from 'node:path'
import type { ImportResolver, RepositoryIndex } from './import-resolver.js'

/**
 * A namespace or package by what files declare: all of it for `*`, else the files that define the name. `a.b.Outer.Inner` and members
 * of a type are in the file of the longest part that is known.
 */
export const resolveNamespace: ImportResolver = ({ source, name }, index) => {
  const clean = source.replaceAll('\\', '.').replace(/^\./, '')
  if (name === '*') {
    const all = index.inPackage(clean)
    return all.length > 0 ? all : definers(clean)
  }
  return name === undefined ? definers(clean) : definers(`${clean}.${name}`)

  function definers(path: string): readonly string[] {
    const parts = path.split('.')
    for (let length = parts.length - 1; length >= 1; length -= 1) {
      const found = index.inPackage(parts.slice(0, length).join('.'), parts[length] ?? '')
      if (found.length > 0) return found
    }
    return index.inPackage('', parts.at(-1) ?? '')
  }
}

const known = new WeakMap<RepositoryIndex, Map<string, readonly string[]>>()

/** `<Using Include="A.B" />` of a C# project and of the build files around it. What a condition says is not asked. */
export function projectImports(path: string, index: RepositoryIndex): readonly string[] {
  let folders = known.get(index)
  if (folders === undefined) known.set(index, (folders = new Map()))
  return importsOf(posix.dirname(path), index, folders)
}

function importsOf(folder: string, index: RepositoryIndex, folders: Map<string, readonly string[]>): readonly string[] {
  let found = folders.get(folder)
  if (found !== undefined) return found
  const around = folder === '.' || folder === '/' ? [] : importsOf(posix.dirname(folder), index, folders)
  const builds = index.filesIn(folder === '.' ? '' : folder).filter((file) => /\.csproj$|(^|\/)directory\.build\.(props|targets)$/i.test(file))
  const own = builds.flatMap((file) => [...(index.manifest(file) ?? '').matchAll(/<Using\s+Include="([\w.]+)"\s*(?:\/>|>)/g)].map(([, namespace = '']) => namespace))
  found = [...new Set([...own, ...around])]
  folders.set(folder, found)
  return found
}
