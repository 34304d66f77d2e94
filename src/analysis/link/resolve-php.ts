import { posix } from 'node:path'
import type { ImportedName } from '../language.js'
import type { ImportResolver } from './import-resolver.js'
import { resolveNamespace } from './resolve-namespace.js'
import { splitList } from './split-list.js'

/** `use A\B, C\D as E;`, `use A\{B, C as D};`, `use function A\f;` bound name by name. */
export function parseUseStatement(text: string): ImportedName[] {
  const plain = text.replaceAll(/\s+/g, ' ').replace(/^use (function |const )?/, '').replace(/ ?;$/, '')
  return splitList(plain).flatMap((one) => {
    const open = one.indexOf('{')
    if (open < 0) return [bound('', one)]
    const prefix = one.slice(0, open).trim()
    return splitList(one.slice(open + 1, one.lastIndexOf('}'))).map((inner) => bound(prefix, inner))
  })
}

function bound(prefix: string, clause: string): ImportedName {
  const [path = '', alias] = clause.replace(/^(function|const) /, '').split(/ as /i)
  const whole = `${prefix}${path.trim()}`.replaceAll('\\', '.').replace(/^\./, '')
  const at = whole.lastIndexOf('.')
  const name = whole.slice(at + 1)
  return { source: at < 0 ? '' : whole.slice(0, at), name, local: alias?.trim() ?? name }
}

/** Names by their namespace; files that are included by path, from beside the file or the one that ends so. */
export const resolvePhp: ImportResolver = (request, index) => {
  if (!/\.(php|inc)$/.test(request.source)) return resolveNamespace(request, index)
  const beside = posix.join(posix.dirname(request.from), request.source)
  if (index.has(beside)) return [beside]
  const found = index.endingIn(request.source.replace(/^(\.{0,2}\/)+/, ''))
  return found.length === 1 ? found : []
}
