import { escapeText, inlineCode } from '../markdown/escape.js'
import { webHref } from '../markdown/links.js'

interface InlineRule {
  readonly pattern: RegExp
  /** Undefined: not this after all; the first character is plain text. */
  readonly write: (match: RegExpExecArray) => string | undefined
}

const droppedTags =
  /<\/?(?:p|br|b|i|u|em|strong|ul|ol|li|pre|div|span|h[1-6]|blockquote|table|thead|tbody|tr|td|th|dl|dt|dd|sub|sup|a|hr|small|summary|para|see|paramref|cite|var|code|tt)(?:\s[^<>]{0,300})?\/?>/iy

/** What a doc comment may keep: code, http(s) links, strong text. Sticky patterns, tried in order at each character that may start one. */
const rules: readonly InlineRule[] = [
  { pattern: /`([^`<>\n]{1,200})\s<(https?:\/\/[^\s<>]{1,1000})>`__?/iy, write: (m) => webLink(m[1], m[2]) },
  { pattern: /(`+)([^`](?:[^`]|`(?!\1))*?)\1(?!`)/y, write: (m) => inlineCode(m[2] ?? '') },
  { pattern: /:(rfc|pep):`(\d{1,5})[^`]{0,100}`/y, write: (m) => `${m[1]?.toUpperCase() ?? ''} ${m[2] ?? ''}` },
  { pattern: /:(?:[a-z]{1,12}:)?[a-z]{1,12}:`([^`]{1,300})`/y, write: (m) => inlineCode(roleTarget(m[1] ?? '')) },
  // Braces within it come in pairs.
  { pattern: /\{@(?:code|literal)\s+((?:[^{}]|\{[^{}]{0,300}\}){1,300})\}/y, write: (m) => inlineCode(m[1] ?? '') },
  { pattern: /\{@(?:link|linkplain|linkcode|value|see)\s+([^{}]{1,300})\}/y, write: (m) => linkTag(m[1] ?? '') },
  { pattern: /<(code|tt|kbd|samp|c)>([^<]{0,300})<\/\1>/iy, write: (m) => inlineCode(decodeEntities(m[2] ?? '')) },
  { pattern: /<a\s+href=["'](https?:\/\/[^"'<>\s]{1,1000})["'][^<>]{0,200}>([^<>]{1,300})<\/a>/iy, write: (m) => webLink(m[2], m[1]) },
  { pattern: /<see(?:also)?\s+cref=["'](?:[A-Z]:)?([^"'<>]{1,200})["']\s*\/>/iy, write: (m) => inlineCode(m[1] ?? '') },
  { pattern: droppedTags, write: (m) => (/^<(?:p|br|li|tr|div)\b/i.test(m[0]) ? ' ' : '') },
  { pattern: /!?\[([^[\]]{1,200})\]\((https?:\/\/[^\s()<>]{1,1000})\)/iy, write: (m) => webLink(m[1], m[2]) },
  // Links to other definitions, as Go, Rust, Kotlin and Swift write them.
  { pattern: /\[(`[^`\n]{1,200}`)\](?![([:])/y, write: (m) => inlineCode((m[1] ?? '').slice(1, -1)) },
  { pattern: /\[\*?((?:[A-Za-z_]\w{0,80}(?:\.|::))+[A-Za-z_]\w{0,80}|[A-Z][a-z0-9]{1,40}[A-Z]\w{0,80})\](?![([:])/y, write: (m) => inlineCode(m[1] ?? '') },
  { pattern: /<(https?:\/\/[^\s<>]{1,1000})>/iy, write: (m) => webLink(m[1], m[1]) },
  { pattern: /https?:\/\/[^\s<>()[\]{}"'`|\\]{1,1000}/iy, write: (m) => bareLink(m[0]) },
  { pattern: /\*\*([^*\s](?:[^*]{0,300}[^*\s])?)\*\*/y, write: (m) => `**${escapeText(m[1] ?? '')}**` },
  { pattern: /(?<![\p{L}\p{N}_])_([^_\s](?:[^_]{0,100}[^_\s])?)_(?![\p{L}\p{N}_])/uy, write: (m) => `*${escapeText(m[1] ?? '')}*` },
  { pattern: /&(?:lt|gt|amp|quot|nbsp|apos|#39|#64|mdash|ndash);/y, write: (m) => escapeText(decodeEntities(m[0])) },
]

const starters = /[`:{<![h*&_]/i

/** One run of doc comment text as inline Markdown. What is not one of the rules is plain text, escaped. */
export function inlineMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  let [written, plain] = ['', '']
  for (let at = 0; at < line.length;) {
    const found = starters.test(line[at] ?? '') ? tryRules(line, at) : undefined
    if (found === undefined) {
      plain += line[at] ?? ''
      at += 1
      continue
    }
    written += escapeText(plain) + found.markdown
    plain = ''
    at = found.end
  }
  return (written + escapeText(plain)).replace(/ {2,}/g, ' ').trim()
}

function tryRules(line: string, at: number): { markdown: string; end: number } | undefined {
  for (const { pattern, write } of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(line)
    const markdown = match === null ? undefined : write(match)
    if (match !== null && markdown !== undefined) return { markdown, end: at + match[0].length }
  }
  return undefined
}

function webLink(label: string | undefined, address: string | undefined): string | undefined {
  const href = webHref(decodeEntities(address ?? ''))
  return href === undefined ? undefined : `[${escapeText(decodeEntities(label ?? ''))}](${href})`
}

/** Punctuation at the end of an address belongs to the sentence. */
function bareLink(text: string): string | undefined {
  const address = text.replace(/[.,;:!?*_]+$/, '')
  const link = webLink(address, address)
  return link === undefined ? undefined : link + escapeText(text.slice(address.length))
}

/** `~pkg.Name` → `Name`, `text <target>` → `text`. */
function roleTarget(target: string): string {
  const titled = /^([^<]+?)\s*<[^>]*>$/.exec(target)
  if (titled?.[1] !== undefined) return titled[1]
  const plain = target.replace(/^!/, '')
  return plain.startsWith('~') ? (plain.slice(1).split('.').at(-1) ?? plain) : plain.replace(/^\.(?=\p{L})/u, '')
}

/** `{@link Target label}`: an address becomes a link, a name becomes code, with its parameters if it has any. */
function linkTag(content: string): string {
  const match = /^([^\s(|]+(?:\([^)]{0,200}\))?)[\s|]*(.*)$/s.exec(content)
  const target = match?.[1] ?? content
  return webLink(match?.[2] || target, target) ?? inlineCode(memberName(target))
}

/** Javadoc's and JSDoc's `Type#member` as people write it. */
export function memberName(target: string): string {
  return decodeEntities(target.replace(/^#/, '').replaceAll('#', '.'))
}

const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['nbsp', ' '],
  ['apos', "'"],
  ['#39', "'"],
  ['#64', '@'],
  ['mdash', '—'],
  ['ndash', '–'],
])

function decodeEntities(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|nbsp|apos|#39|#64|mdash|ndash);/g, (whole, name: string) => entities.get(name) ?? whole)
}
