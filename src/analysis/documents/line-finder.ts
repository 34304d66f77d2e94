import { isRecord } from '../project/manifest-facts.js'
import type { Told } from './document-facts.js'

/** Lines of facts that a parser gives without a place. Each search goes on from a line and is no worse than the file is long. */
export class LineFinder {
  readonly lines: readonly string[]

  constructor(text: string) {
    this.lines = text.split('\n')
  }

  /** The first line from `from` on that holds the text; `from` itself where there is none. Lines count from 1. */
  line(needle: string, from = 1): number {
    const at = this.lines.findIndex((line, index) => index >= from - 1 && line.includes(needle))
    return at < 0 ? Math.min(from, this.lines.length) : at + 1
  }

  /** The line of `key = …`, `"key": …` or `key:`, from a line on. */
  key(name: string, from = 1): number {
    const at = this.lines.findIndex((line, index) => index >= from - 1 && isKey(line, name))
    return at < 0 ? Math.min(from, this.lines.length) : at + 1
  }

  told(value: unknown, key: string, from = 1): Told | undefined {
    return typeof value === 'string' && value.trim() !== '' ? { text: value.trim().slice(0, maxText), line: this.key(key, from) } : undefined
  }
}

export const maxText = 300

function isKey(line: string, name: string): boolean {
  const start = line.replace(/^[\s{,]+/, '')
  for (const quote of ['', '"', "'"]) {
    if (start.startsWith(`${quote}${name}${quote}`) && /^\s*[=:.]/.test(start.slice(name.length + quote.length * 2))) return true
  }
  return false
}

export const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])
export const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.trim().slice(0, maxText) || undefined : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
/** `{ asked: undefined }` is no fact: the key is left out. */
export const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> => (value === undefined ? {} : ({ [key]: value } as Record<K, V>))
