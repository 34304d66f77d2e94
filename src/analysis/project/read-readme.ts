import type { Sourced } from '../code-map.js'
import { shallowest } from './manifest-facts.js'

const minLetters = 40
const maxLength = 600

/** The first paragraph that says something: no title, badge, picture, list, note, table or code. */
export function readReadme(texts: ReadonlyMap<string, string>): { path: string; summary: Sourced<string> | undefined } | undefined {
  const found = shallowest(texts, (name) => /^readme(\.(md|markdown|rst|txt))?$/i.test(name))
  if (found === undefined || found[0].split('/').length > 2) return undefined
  const [path, text] = found
  return { path, summary: firstParagraph(path, text.split(/\r?\n/)) }
}

function firstParagraph(path: string, lines: readonly string[]): Sourced<string> | undefined {
  let inCode = false
  for (let start = 0; start < lines.length; start += 1) {
    if (/^\s*(```|~~~)/.test(lines[start] ?? '')) inCode = !inCode
    if (inCode || isBlank(lines[start]) || !isProse(lines[start] ?? '', lines[start + 1])) continue
    let end = start
    while (end + 1 < lines.length && !isBlank(lines[end + 1]) && isProse(lines[end + 1] ?? '', lines[end + 2])) end += 1
    const value = plain(lines.slice(start, end + 1).join(' '))
    const isNote = /^(note|warning|important|caution|tip|deprecated|this (project|repository|package) (is|has been) (archived|deprecated|moved))\b/i.test(value)
    if (value.replaceAll(/[^\p{L}]/gu, '').length >= minLetters && !isNote) return { value: value.slice(0, maxLength), path, startLine: start + 1, endLine: end + 1 }
    start = end
  }
  return undefined
}

const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === ''

function isProse(line: string, next: string | undefined): boolean {
  const text = line.trim()
  if (/^(#|>|\||[-*+] |\d+[.)] |!\[|\[!\[|<|\.\. |:[\w-]+:|={3,}|-{3,}|\*{3,}|={1,6} |[\w-]+=["']|\/?>)/.test(text)) return false
  return !/^(={3,}|-{3,}|~{3,}|\^{3,})\s*$/.test((next ?? '').trim())
}

/** Inline code is kept, links become their text. */
function plain(text: string): string {
  return text
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replaceAll(/`([^`<]+) <[^>]+>`_+/g, '$1')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/(\*\*|__)(.+?)\1/g, '$2')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
