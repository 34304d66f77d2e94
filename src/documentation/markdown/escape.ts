/**
 * Repository text as Markdown that renders as exactly that text: it can make no link, image, emphasis, code, HTML or entity. White
 * space, line breaks included, becomes one space, so the result is one line; see `guardLineStart` for what may begin a block.
 */
export function escapeText(text: string): string {
  return [...text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')].map(escapeCharacter).join('')
}

function escapeCharacter(character: string, at: number, all: readonly string[]): string {
  if ('\\`*[]<>~'.includes(character)) return `\\${character}`
  if (character === '&') return /[#\p{L}]/u.test(all[at + 1] ?? ' ') ? '\\&' : '&'
  if (character === '!') return at === all.length - 1 || all[at + 1] === '[' ? '\\!' : '!'
  if (character === '_') return isWordCharacter(all[at - 1]) && isWordCharacter(all[at + 1]) ? '_' : '\\_'
  return character
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9]/.test(character)
}

/** A line that begins a block: it must not become a heading, list, quote, rule, table or underline. */
export function guardLineStart(markdown: string): string {
  const line = markdown.trimStart()
  if (/^[#+\-=|>:]/.test(line)) return `\\${line}`
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}

/** Inline code that shows exactly the text, on one line. Empty text gives nothing. */
export function inlineCode(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  if (line === '') return ''
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longestRun + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

/** One cell of a table: a pipe would end it, in code spans too. */
export function tableCell(markdown: string): string {
  return markdown
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}

/** A fenced block that no content can close. */
export function fencedCode(language: string, text: string): string {
  const longestRun = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longestRun + 1)
  const safe = text.replace(/\r\n?/g, '\n').replace(/\s+$/, '')
  return `${fence}${language.replace(/[^\w+-]/g, '')}\n${safe}\n${fence}`
}
