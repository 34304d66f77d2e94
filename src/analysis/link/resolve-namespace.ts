import type { ImportResolver } from './import-resolver.js'

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
