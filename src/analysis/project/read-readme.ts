import type { ProjectCommand, ReadmeExample, Sourced } from '../code-map.js'
import { shallowest } from './manifest-facts.js'
import { readReadmeCommands } from './read-readme-commands.js'
import { readReadmeExample } from './read-readme-example.js'

export const readmeName = /^readme(\.(md|markdown|rst|txt))?$/i

const minLetters = 25
const maxLength = 600

export interface ReadmeFacts {
  readonly path: string
  /** Its title, when that is a name and not a sentence; or what a heading `What is X?` calls it. */
  readonly name: Sourced<string> | undefined
  readonly summary: Sourced<string> | undefined
  readonly commands: readonly Sourced<ProjectCommand>[]
  readonly example: Sourced<ReadmeExample> | undefined
}

/** What the README at the top says. `known`: ids of the repository's languages. */
export function readReadme(texts: ReadonlyMap<string, string>, known: ReadonlySet<string>): ReadmeFacts | undefined {
  const found = shallowest(texts, (name) => readmeName.test(name))
  if (found === undefined || found[0].split('/').length > 2) return undefined
  const [path, text] = found
  return { path, name: readTitle(path, text), summary: readmeSummary(path, text), commands: readReadmeCommands(path, text), example: readReadmeExample(path, text, known) }
}

/** The first paragraph that says something: no title, badge, picture, list, note, table, code or target of links. */
export function readmeSummary(path: string, text: string): Sourced<string> | undefined {
  return firstParagraph(path, text.split(/\r?\n/))
}

const maxNameWords = 3

/** Headings of chapters, as they stand in any README. */
const chapters =
  /^(?:features?|contents|table of contents|introduction|overview|about|summary|description|background|motivation|usage|examples?|install(?:ing|ation)?|setup|(?:getting|quick) start(?:ed)?|quickstart|build(?:ing)?|requirements|dependencies|documentation|docs|news|status|license|licence|contribut(?:e|ing)|readme|faq|support|api)$/i

function readTitle(path: string, text: string): Sourced<string> | undefined {
  const lines = text.split(/\r?\n/).slice(0, 60)
  for (const [at, line] of lines.entries()) {
    const isRuled = /^\s*(?:={3,}|-{3,})\s*$/.test(lines[at + 1] ?? '') && line.trim() !== ''
    const heading = /^#\s+(.+?)\s*#*$/.exec(line)?.[1] ?? /<h1[^>]*>\s*([^<]+)/i.exec(line)?.[1] ?? (isRuled ? line : undefined)
    const name = heading === undefined ? '' : plain(heading).replace(/^(?:what is|welcome to|about|introducing)\s+/i, '').replace(/[\s?!.:]+$/, '')
    if (!/\p{L}/u.test(name) || chapters.test(name)) continue
    return name.split(/\s+/).length <= maxNameWords ? { value: name, path, startLine: at + 1, endLine: at + 1 } : undefined
  }
  return undefined
}

function firstParagraph(path: string, lines: readonly string[]): Sourced<string> | undefined {
  let inCode = false
  for (let start = 0; start < lines.length; start += 1) {
    if (/^\s*(```|~~~)/.test(lines[start] ?? '')) inCode = !inCode
    if (inCode || isBlank(lines[start]) || !isProse(lines[start] ?? '', lines[start + 1])) continue
    let end = start
    while (end + 1 < lines.length && !isBlank(lines[end + 1]) && isProse(lines[end + 1] ?? '', lines[end + 2])) end += 1
    const list = listAfter(lines, end)
    const value = withItems(plain(lines.slice(start, end + 1).join(' ')), list.items)
    const isNote = /^(note|warning|important|caution|tip|deprecated|see (the|our|also|https?:)|this (project|repository|package) (is|has been) (archived|deprecated|moved)|this (readme|document|file) (is|describes|contains)|we(['’]re| are) (very |so )?(excited|happy|pleased|proud|thrilled|delighted)|announcing|big news)\b/i.test(value)
    if (value.replaceAll(/[^\p{L}]/gu, '').length >= minLetters && !isNote) return { value: value.slice(0, maxLength), path, startLine: start + 1, endLine: (value.endsWith(':') || list.items.length === 0 ? end : list.end) + 1 }
    start = end
  }
  return undefined
}

const maxItems = 6

/** The list that follows a line, each item on one line. */
function listAfter(lines: readonly string[], at: number): { items: string[]; end: number } {
  const items: string[] = []
  let end = at
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    const item = /^\s{0,3}(?:[-*+]|\d+[.)])\s+(.+)$/.exec(line)?.[1]
    if (item !== undefined) items.push(item)
    else if (items.length > 0 && /^\s{2,}\S/.test(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`)
    else if (!isBlank(line) || items.length > 0) break
    if (!isBlank(line)) end = next
  }
  return { items: items.map(plain), end }
}

/** A sentence that ends in a colon takes a short list in: `… being: simple; fast`. */
function withItems(text: string, items: readonly string[]): string {
  if (!text.endsWith(':') || items.length === 0 || items.length > maxItems) return text
  const whole = `${text} ${items.map((item) => item.replace(/[.;,]$/, '')).join('; ')}.`
  return whole.length <= maxLength ? whole : text
}

const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === ''

function isProse(line: string, next: string | undefined): boolean {
  const text = line.trim()
  if (/^(#|>|\||[-*+] |\d+[.)] |!\[|\[!\[|<|\.\. |:[\w-]+:|\[[^\]]+\]:\s|={3,}|-{3,}|\*{3,}|={1,6} |[\w-]+=["']|\/?>)/.test(text)) return false
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
    .replaceAll(/(^|\s)([*_])(\S[^*_]*?)\2(?=[\s.,;:!?]|$)/g, '$1$3')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
