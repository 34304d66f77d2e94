import { posix } from 'node:path'
import type { FileScope } from './file-scope.js'

/** Go: the folder and its package clause, so that `foo_test` is a package of its own. Java: the declared package. */
export function packageKey(scope: FileScope): string {
  const name = scope.facts.packageName ?? ''
  return scope.language.embeds === true ? `${scope.language.id} ${posix.dirname(scope.path)} ${name}` : `${scope.language.id} ${name}`
}

/** Its own package, then those around it where they are seen. */
export function packageKeys(scope: FileScope): string[] {
  if (scope.language.nestedPackages !== true) return [packageKey(scope)]
  const parts = (scope.facts.packageName ?? '').split('.')
  return parts.map((_, at) => `${scope.language.id} ${parts.slice(0, parts.length - at).join('.')}`)
}
