import type { Component } from '../../analysis/code-map.js'

/** What may be given another value is no constant, whatever it is kept as. */
const variable = /^(?:export\s+)?(?:pub(?:\([^)]{0,40}\))?\s+)?(?:var|let|static\s+mut)\s/

/** What those that write the language call it: an interface `trait`, `protocol`, `annotation`, a constant `variable`. Of all else, the kind. */
export function wordOfKind({ kind, signature }: Pick<Component, 'kind' | 'signature'>): string {
  if (kind === 'constant' && variable.test(signature.slice(0, 100))) return 'variable'
  if (kind !== 'interface') return kind
  const head = signature.slice(0, 200)
  if (/@interface\b/.test(head)) return 'annotation'
  return /\b(trait|protocol)\s+[\p{L}_]/u.exec(head)?.[1] ?? kind
}
