import { AppError } from '../../../platform/app-error.js'
import type { SkippedEntry, TreeEntry } from '../../repository-processor.js'
import { tooLarge } from './git-errors.js'

const maxPathBytes = 1_024
const maxDepth = 64
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads `ls-tree -r -z --long`. git's own checks let `..\..\x`, mode 160001 and 5,000-character names through, and a bare
 * repository keeps even `../../x`, so every name passes our rules or is skipped.
 * @throws AppError `repositories/too-large` above `maxEntries`, `repositories/hostile` when a line is not one.
 */
export function parseTree(output: Buffer, maxEntries: number): { entries: TreeEntry[]; skipped: SkippedEntry[] } {
  const entries: TreeEntry[] = []
  const skipped: SkippedEntry[] = []
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start)
    if (end < 0) throw hostile()
    const line = output.subarray(start, end)
    start = end + 1
    if (entries.length + skipped.length >= maxEntries) throw tooLarge()
    const tab = line.indexOf(9)
    const match = /^(\d{6}) (\w+) ([0-9a-f]{40}|[0-9a-f]{64}) +(\d+|-)$/.exec(line.subarray(0, tab).toString('latin1'))
    if (match === null || tab < 0) throw hostile()
    const [, mode = '', type, oid = '', size = '-'] = match
    const name = line.subarray(tab + 1)
    const path = safePath(name)
    if (mode.startsWith('12')) skipped.push({ path: forDisplay(name), reason: 'symlink' })
    else if (type === 'commit' || mode.startsWith('16')) skipped.push({ path: forDisplay(name), reason: 'submodule' })
    else if (path === undefined || type !== 'blob' || !mode.startsWith('100')) skipped.push({ path: forDisplay(name), reason: 'unsafe-name' })
    else entries.push({ path, oid, sizeBytes: Number(size) })
  }
  entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return { entries, skipped }
}

function safePath(name: Buffer): string | undefined {
  if (name.length === 0 || name.length > maxPathBytes) return undefined
  let path: string
  try {
    path = utf8.decode(name)
  } catch {
    return undefined
  }
  // eslint-disable-next-line no-control-regex -- control characters are the point
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return undefined
  const parts = path.split('/')
  if (parts.length > maxDepth || parts.some((part) => part === '' || part === '.' || part === '..' || /^\.git[\s.]*$/i.test(part) || /^git~\d+$/i.test(part))) return undefined
  return path
}

// eslint-disable-next-line no-control-regex -- control characters are the point
const forDisplay = (name: Buffer): string => name.subarray(0, 200).toString('utf8').replaceAll(/[\u0000-\u001f\u007f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

function hostile(): AppError {
  return new AppError('repositories/hostile', 'invalid', 'The list of files of this repository cannot be read.', { advice: 'Run `git fsck` in it.' })
}
