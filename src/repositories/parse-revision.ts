import { AppError } from '../platform/app-error.js'
import type { Revision } from './repository-ref.js'

export interface RevisionInput {
  readonly branch?: string | undefined
  readonly tag?: string | undefined
  readonly commit?: string | undefined
}

/** @throws AppError `repositories/invalid-revision` */
export function parseRevision(input: RevisionInput): Revision {
  const named = (['branch', 'tag', 'commit'] as const).filter((kind) => (input[kind] ?? '').trim() !== '')
  if (named.length > 1) throw invalid(`Name a ${named.join(' or a ')}, not both.`)
  const kind = named[0]
  if (kind === undefined) return { kind: 'default' }
  const text = (input[kind] ?? '').trim()
  if (kind === 'commit') {
    if (!/^([0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{7,39})$/i.test(text)) throw invalid('A commit is 7 to 40 (or 64) hexadecimal digits.')
    return { kind, id: text.toLowerCase() }
  }
  if (!isRefName(text)) throw invalid(`This cannot be the name of a ${kind}.`)
  return { kind, name: text }
}

/** The rules of git-check-ref-format(1), and nothing that could be read as an option. */
function isRefName(name: string): boolean {
  if (name.length > 250 || name.startsWith('-') || name.startsWith('/') || name.endsWith('/') || name.endsWith('.') || name === '@')
    return false
  // eslint-disable-next-line no-control-regex -- control characters are the point
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\//.test(name)) return false
  return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
}

function invalid(message: string): AppError {
  return new AppError('repositories/invalid-revision', 'invalid', message, {
    advice: 'Name at most one branch, tag or commit of the repository.',
  })
}
