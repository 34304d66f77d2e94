import type { Component } from '../../analysis/code-map.js'

/** What those that write the language call an interface of it: `trait`, `protocol`, `annotation`. Of all else, the kind. */
export function wordOfKind({ kind, signature }: Pick<Component, 'kind' | 'signature'>): string {
  if (kind !== 'interface') return kind
  const head = signature.slice(0, 200)
  if (/@interface\b/.test(head)) return 'annotation'
  return /\b(trait|protocol)\s+[\p{L}_]/u.exec(head)?.[1] ?? kind
}
