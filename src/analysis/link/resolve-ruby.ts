import { posix } from 'node:path'
import type { ImportResolver } from './import-resolver.js'

/** `require_relative` from the file, `require` from the load path: `lib` of the nearest gem first. */
export const resolveRuby: ImportResolver = ({ from, source }, index) => {
  const file = source.endsWith('.rb') ? source : `${source}.rb`
  if (source.startsWith('./')) {
    const beside = posix.join(posix.dirname(from), file)
    return index.has(beside) ? [beside] : []
  }
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const found = [posix.join(folder, 'lib', file), posix.join(folder, file)].find((path) => index.has(path))
    if (found !== undefined) return [found]
    if (folder === '.' || folder === '/') break
  }
  const anywhere = index.endingIn(`lib/${file}`)
  return anywhere.length === 1 ? anywhere : []
}
