import type { SkippedEntry, TreeEntry } from '../../repository-processor.js'
import { hostileRepository, tooManyFiles } from './git-errors.js'

const maxPathBytes = 1_024
const maxDepth = 64
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads `ls-tree -r -z --long`. git's own checks let `..\..\x`, mode 160001 and 5,000-character names through, and a bare
 * repository keeps even `../../x`, so every name passes our rules or is skipped.
 * @throws AppError `repositories/too-large` above `maxEntries`, `repositories/hostile` when a line is not one.
 */
export function parseTree(output: Buffer, maxEntries: number): { entries: TreeEntry[]; skipped: SkippedEntry[] } {
  const entries: TreeEntry[] = []
  const skipped: SkippedEntry[] = []
  for (let start = 0; start < output.length;) {
    const end = output.indexOf(0, start)
    if (end < 0) throw hostileRepository()
    const line = output.subarray(start, end)
    start = end + 1
    if (entries.length + skipped.length >= maxEntries) throw tooManyFiles(maxEntries)
    const tab = line.indexOf(9)
    const match = /^(\d{6}) (\w+) ([0-9a-f]{40}|[0-9a-f]{64}) +(\d+|-)$/.exec(line.subarray(0, tab).toString('latin1'))
    if (match === null || tab < 0) throw hostileRepository()
    const [, mode = '', type, oid = '', size = '-'] = match
    const name = line.subarray(tab + 1)
    const path = safePath(name)
    if (mode.startsWith('12')) skipped.push({ path: forDisplay(name), reason: 'symlink' })
    else if (type === 'commit' || mode.startsWith('16')) skipped.push({ path: forDisplay(name), reason: 'submodule' })
    else if (path === undefined || type !== 'blob' || !mode.startsWith('100'))
      skipped.push({ path: forDisplay(name), reason: 'unsafe-name' })
    else entries.push({ path, oid, sizeBytes: Number(size) })
  }
  entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return withoutTwins(entries, skipped)
}

/** A damaged local repository can list one path twice; everything after us counts on paths being unique. */
function withoutTwins(entries: readonly TreeEntry[], skipped: readonly SkippedEntry[]): { entries: TreeEntry[]; skipped: SkippedEntry[] } {
  const isTwin = (entry: TreeEntry, at: number) => at > 0 && entries[at - 1]?.path === entry.path
  const twins = entries.filter(isTwin).map(({ path }): SkippedEntry => ({ path: forDisplay(Buffer.from(path)), reason: 'unsafe-name' }))
  return { entries: twins.length === 0 ? [...entries] : entries.filter((entry, at) => !isTwin(entry, at)), skipped: [...skipped, ...twins] }
}

function safePath(name: Buffer): string | undefined {
  if (name.length === 0 || name.length > maxPathBytes) return undefined
  let path: string
  try {
    path = utf8.decode(name)
  } catch {
    return undefined
  }
  if (unsafeCharacters.test(path)) return undefined
  const parts = path.split('/')
  return parts.length > maxDepth || parts.some(isUnsafePart) ? undefined : path
}

/** Control characters, backslashes, and overrides of the text direction, which make `exe.ts` look like `st.exe`. */
// eslint-disable-next-line no-control-regex -- control characters are the point
const unsafeCharacters = /[\u0000-\u001f\u007f\\\u202a-\u202e\u2066-\u2069]/

/** `.git` in all spellings that some file system takes for it: case, trailing dots and spaces, short names, streams, ignorable characters. */
function isUnsafePart(part: string): boolean {
  const plain = part.replaceAll(/[\u200b-\u200f\u206a-\u206f\ufeff]/g, '')
  return part === '' || part === '.' || part === '..' || /^\.git[\s.]*(:.*)?$/i.test(plain) || /^git~\d+$/i.test(plain)
}

// eslint-disable-next-line no-control-regex -- control characters are the point
const forDisplay = (name: Buffer): string =>
  name
    .subarray(0, 200)
    .toString('utf8')
    .replaceAll(/[\u0000-\u001f\u007f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
