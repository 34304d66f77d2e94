/** A doc comment of any of our languages, taken apart. Texts are raw: whoever writes them must escape (`inlineMarkdown`). */
export interface DocComment {
  readonly blocks: readonly DocBlock[]
  readonly parameters: readonly NamedText[]
  readonly throws: readonly NamedText[]
  readonly returns: string | undefined
  readonly deprecated: string | undefined
}

export type DocBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'label'; readonly text: string }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }

export interface NamedText {
  readonly name: string
  readonly text: string
}

/** What is read at most of one comment, in characters. */
const maxLength = 12_000

interface Tag {
  readonly name: string
  readonly lines: string[]
}

/** Understands JSDoc and Javadoc tags, Doxygen commands, reST fields, Google and NumPy sections; anything else is prose. */
export function parseDocComment(doc: string): DocComment {
  const { body, tags } = splitTags(tidyLines(doc.slice(0, maxLength)))
  const named = (names: RegExp) => tags.filter((tag) => names.test(tag.name)).map((tag) => namedText(tag.lines.join(' ')))
  const text = (names: RegExp) =>
    tags
      .find((tag) => names.test(tag.name))
      ?.lines.join(' ')
      .trim()
  const told = (names: RegExp) => tags.filter((tag) => names.test(tag.name)).flatMap((tag) => ['', ...tag.lines, ''])
  const ofFile = tags.filter(({ name }) => /^(?:module|packagedocumentation|file|fileoverview)$/.test(name)).flatMap(({ name, lines }) => ['', ...fileLines(name, lines), ''])
  const examples = tags.filter((tag) => tag.name === 'example').flatMap((tag) => exampleLines(tag.lines))
  return {
    blocks: [
      ...parseBlocks([...ofFile, ...told(/^(?:brief|short|description|desc|summary)$/), ...body, ...told(/^(?:remarks|details)$/), ...examples]),
    ],
    parameters: named(/^(?:param|parameter|arg|argument|keyword|tparam)$/).filter((one) => one.name !== ''),
    throws: tags.filter((tag) => /^(?:throws?|raises?|except(?:ion)?)$/.test(tag.name)).map((tag) => thrownText(tag.lines.join(' '))),
    returns: text(/^returns?$|^yields?$/)?.replace(/^\{[^}]*\}\s*-?\s*/, '') || undefined,
    deprecated: text(/^deprecated$/),
  }
}

/** What `@module` and its kin say of a file; a single word beside the tag is a name, not a description. */
function fileLines(tag: string, [first = '', ...rest]: readonly string[]): readonly string[] {
  return /\s/.test(first.trim()) || tag === 'fileoverview' ? [first, ...rest] : rest
}

function exampleLines(lines: readonly string[]): string[] {
  if (lines.some((line) => line.includes('```'))) return ['', 'Example:', '', ...lines]
  return lines.some((line) => line.trim() !== '') ? ['', 'Example:', '', '```', ...trimBlank(lines), '```'] : []
}

function trimBlank(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(Math.max(first, 0), last + 1)
}

/** Same line ends, no tabs, no common indentation after the first line (docstrings), no `<p>` or `<pre>` in the way. */
function tidyLines(doc: string): string[] {
  const text = doc
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/<pre(?:\s[^<>]{0,100})?>\s*(?:\{@code\s?)?/gi, '\n```\n')
    .replace(/\}?\s*<\/pre>/gi, '\n```\n')
    .replace(/<\/?(?:p|ul|ol|summary|remarks)\s*\/?>/gi, '\n\n')
    .replace(/<li>\s*/gi, '\n- ')
    .replace(/<\/li>/gi, '')
    .replace(/<h[1-6](?:\s[^<>]{0,100})?>([^<>]{0,200})<\/h[1-6]>/gi, '\n\n# $1\n\n')
  const [first = '', ...rest] = text.split('\n')
  const indents = rest.filter((line) => line.trim() !== '').map(indentOf)
  const common = indents.length === 0 ? 0 : Math.min(...indents)
  return [first.trim(), ...rest.map((line) => line.slice(common).trimEnd())]
}

const tagLine = /^\s{0,8}(?:[@\\]([A-Za-z]+(?:-[a-z]+){0,3})(?:\[[a-z,]+\])?|:([a-z]+)(?:\s+([^:]{1,120}))?:)(?:\s+(.*))?$/
const knownTag =
  /^(?:param|parameter|arg|argument|keyword|tparam|throws?|raises?|except|exception|returns?|yields?|deprecated|brief|short|description|desc|summary|remarks|details|example|see|since|author|version|type|rtype|default|defaultvalue|private|public|internal|protected|override|template|typeparam|property|prop|constructor|class|module|file|fileoverview|license|copyright|packagedocumentation|note|todo|link|return|sa|retval|ingroup|defgroup|api|category|group|alpha|beta|experimental|readonly|virtual|sealed|event|implements|extends|augments|memberof|name|namespace|static|async|function|method|ignore|hidden|inheritdoc|serial|apinote|implnote|implspec|typedef|callback|var|ivar|cvar|meta|final|abstract|immutable|package|subpackage|uses|used-by|mixin|property-read|property-write|noinspection|suppress|codecoverageignore|dataprovider|required|(?:psalm|phpstan|phan|template)-[a-z-]+)$/

/**
 * A tag runs to the next one, a reST field no further than to a blank line that is followed by text at its own indentation; inside a code
 * fence nothing is a tag. Tags that we do not show are dropped.
 */
function splitTags(lines: readonly string[]): { body: string[]; tags: Tag[] } {
  const body: string[] = []
  const tags: Tag[] = []
  let [inFence, current] = [false, body]
  let fieldIndent: number | undefined
  for (const [at, line] of lines.entries()) {
    if (/^\s*(?:```|~~~)/.test(line)) inFence = !inFence
    const match = inFence ? null : tagLine.exec(line)
    const name = (match?.[1] ?? match?.[2])?.toLowerCase()
    if (match === null || name === undefined || !knownTag.test(name)) {
      if (fieldIndent !== undefined && line.trim() !== '' && (lines[at - 1] ?? '').trim() === '' && indentOf(line) <= fieldIndent) {
        fieldIndent = undefined
        current = body
        current.push('')
      }
      current.push(line)
      continue
    }
    const tag = { name, lines: [[match[3], match[4]].filter((part) => part !== undefined).join(' ')] }
    tags.push(tag)
    current = tag.lines
    fieldIndent = match[2] === undefined ? undefined : indentOf(line)
  }
  return splitSections({ body, tags })
}

const indentOf = (line: string): number => line.length - line.trimStart().length

const sections = new Map([
  ['args', 'param'],
  ['arguments', 'param'],
  ['parameters', 'param'],
  ['params', 'param'],
  ['other parameters', 'param'],
  ['keyword arguments', 'param'],
  ['returns', 'returns'],
  ['return', 'returns'],
  ['yields', 'returns'],
  ['raises', 'raises'],
  ['throws', 'raises'],
])

/** Google (`Args:` and an indented block) and NumPy (`Parameters` and a rule) sections become tags. */
function splitSections({ body, tags }: { body: string[]; tags: Tag[] }): { body: string[]; tags: Tag[] } {
  const rest: string[] = []
  for (let at = 0; at < body.length; at += 1) {
    const title = (body[at] ?? '').trim()
    const numpy = /^-{3,}$/.test((body[at + 1] ?? '').trim())
    const tag = title.endsWith(':') === numpy ? undefined : sections.get(title.replace(/:$/, '').toLowerCase())
    if (tag === undefined) {
      rest.push(body[at] ?? '')
      continue
    }
    const start = at + (numpy ? 2 : 1)
    let end = start
    while (end < body.length && belongs(body, end, numpy)) end += 1
    tags.push(...entries(body.slice(start, end), tag, numpy))
    at = end - 1
  }
  return { body: rest, tags }
}

function belongs(body: readonly string[], at: number, numpy: boolean): boolean {
  const line = body[at] ?? ''
  if (line.trim() === '')
    return /^\s/.test(body[at + 1] ?? '') || (numpy && !/^-{3,}$/.test((body[at + 2] ?? '').trim()) && (body[at + 1] ?? '') !== '')
  return numpy ? !/^-{3,}$/.test((body[at + 1] ?? '').trim()) : /^\s/.test(line)
}

/** `x : array_like` with the text on the next lines; `x (int): text`. The types stand in the signature. */
const numpyEntry = /^(\*{0,2}[\w.]+)(?:\s*:.*)?$/
const googleEntry = /^(\*{0,2}[\w.]+)\s*(?:\([^)]*\))?\s*:\s*/

/** One tag per entry: a line at the block's own indentation starts one, deeper lines go on. */
function entries(lines: readonly string[], tag: string, numpy: boolean): Tag[] {
  const filled = lines.filter((line) => line.trim() !== '')
  if (tag === 'returns') return filled.length === 0 ? [] : [{ name: 'returns', lines: filled.map((line) => line.trim()) }]
  const indent = Math.min(...filled.map(indentOf))
  const found: Tag[] = []
  for (const line of filled) {
    const last = found.at(-1)
    if (indentOf(line) > indent && last !== undefined) last.lines.push(line.trim())
    else found.push({ name: tag, lines: [line.trim().replace(numpy ? numpyEntry : googleEntry, '$1 ')] })
  }
  return found
}

/** `{type} name - text`, `[name=default] text`, `name: text`; PHP's `type $name text`. */
function namedText(line: string): NamedText {
  const variable = /^(?:[^$\s]\S{0,200}\s+)?&?(?:\.{3})?(\$\w{1,100})\s*(.*)$/s.exec(line.trim())
  if (variable !== null) return { name: variable[1] ?? '', text: (variable[2] ?? '').replace(/^[-–—:]\s+/, '') }
  const text = line.trim().replace(/^\{[^}]*\}\s*/, '')
  const match = /^(?:\[([\w.$]+)[^\]]*\]|<([\w.$]+)>|`?(\*{0,2}[\w.$]+)`?(?:\[\])?)[\s:,-]*(?:[-–—]\s*)?(.*)$/s.exec(text)
  if (match === null) return { name: '', text }
  return { name: (match[1] ?? match[2] ?? match[3] ?? '').trim(), text: (match[4] ?? '').trim() }
}

/** `{Type} when`, `Type when`; without a type, only the text. */
function thrownText(line: string): NamedText {
  const match = /^(?:\{([^}]{1,120})\}|((?:[\w$]+\.)*_?\p{Lu}[\w.$]*))(?:\s*[:–—-])?(?:\s+(.*))?$/su.exec(line.trim())
  return match === null ? { name: '', text: line.trim() } : { name: (match[1] ?? match[2] ?? '').trim(), text: (match[3] ?? '').trim() }
}

const bullet = /^\s{0,12}(?:[-*+•]|(\d{1,3})[.)])\s+(.*)$/

/** Prose to blocks. Headings become labels: they must not enter the page's own outline. */
function* parseBlocks(lines: readonly string[]): Generator<DocBlock> {
  let paragraph: string[] = []
  // reStructuredText: after `::` whatever is indented is code, however little.
  let announced = false
  const flush = function* (): Generator<DocBlock> {
    const text = paragraph.join(' ').replace(/::$/, ':').trim()
    announced = paragraph.length === 0 ? announced : (paragraph.at(-1) ?? '').endsWith('::')
    paragraph = []
    if (text !== '') yield { kind: 'paragraph', text }
  }
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const fence = /^\s*(```+|~~~+)\s*([\w+-]*)/.exec(line)
    if (fence?.[1] !== undefined) {
      yield* flush()
      const end = lines.findIndex((other, index) => index > at && other.trim().startsWith(fence[1]?.slice(0, 3) ?? '```'))
      const stop = end === -1 ? lines.length : end
      yield* codeBlock(lines.slice(at + 1, stop), fence[2] ?? '')
      at = stop
    } else if ((announced ? /^ +\S/ : /^ {4,}\S/).test(line) && paragraph.length === 0) {
      const stop = endOfIndented(lines, at, announced ? 1 : 4)
      yield* codeBlock(lines.slice(at, stop), '')
      announced = false
      at = stop - 1
    } else if (/^\s*>>> \S/.test(line) && paragraph.length === 0) {
      const end = lines.findIndex((other, index) => index > at && other.trim() === '')
      const stop = end === -1 ? lines.length : end
      yield* codeBlock(lines.slice(at, stop), '')
      at = stop - 1
    } else if (bullet.test(line)) {
      yield* flush()
      const { list, next } = readList(lines, at)
      yield list
      at = next - 1
    } else if (/^#{1,6}\s+\S/.test(line) || /^\s*(?:[-=~^*]{3,}|={2,})\s*$/.test(lines[at + 1] ?? '')) {
      yield* flush()
      const isRuled = !line.startsWith('#')
      if (line.trim() !== '') yield { kind: 'label', text: line.replace(/^#+\s+/, '').trim() }
      if (isRuled) at += 1
    } else if (line.trim() === '') yield* flush()
    else if (/^\s*\.\. (?:code-block|code|sourcecode|doctest|testcode)::/.test(line)) {
      yield* flush()
    } else if (
      /^\s*\.\. (?:_|image|figure|currentmodule|module|autoclass|automodule|include|index|contents|toctree)/.test(line) ||
      /^\s*[-=*/]{4,}\s*$/.test(line)
    ) {
      yield* flush()
    } else paragraph.push(directiveText(line.trim()))
  }
  yield* flush()
}

/** `.. versionadded:: 1.0` and its like, in words. */
function directiveText(line: string): string {
  const match = /^\.\. ([a-z]+)::\s*(.*)$/.exec(line)
  if (match?.[1] === undefined) return line
  const words = new Map([
    ['versionadded', 'Added in version'],
    ['versionchanged', 'Changed in version'],
    ['deprecated', 'Deprecated since version'],
    ['versionremoved', 'Removed in version'],
  ])
  const said = words.get(match[1])
  return said === undefined
    ? `${match[1].charAt(0).toUpperCase()}${match[1].slice(1)}: ${match[2] ?? ''}`.trim()
    : `${said} ${(match[2] ?? '').replace(/[.:]?$/, ':')}`
}

function* codeBlock(lines: readonly string[], language: string): Generator<DocBlock> {
  const filled = trimBlank(lines)
  if (filled.length === 0 || filled.every((line) => line.trim() === '')) return
  const indent = Math.min(...filled.filter((line) => line.trim() !== '').map(indentOf))
  yield { kind: 'code', language, text: filled.map((line) => line.slice(indent)).join('\n') }
}

/** Tabs are spaces already. */
function endOfIndented(lines: readonly string[], from: number, indent: number): number {
  const isIndented = (line = '') => line.startsWith(' '.repeat(indent)) && line.trim() !== ''
  let at = from
  while (at < lines.length && (isIndented(lines[at]) || ((lines[at] ?? '').trim() === '' && isIndented(lines[at + 1])))) at += 1
  return at
}

function readList(lines: readonly string[], from: number): { list: DocBlock; next: number } {
  const items: string[] = []
  const ordered = bullet.exec(lines[from] ?? '')?.[1] !== undefined
  let at = from
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const match = bullet.exec(line)
    if (match !== null) items.push(match[2] ?? '')
    else if (line.trim() !== '' && /^\s+\S/.test(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`)
    else if (line.trim() !== '' || !bullet.test(lines[at + 1] ?? '')) break
  }
  return { list: { kind: 'list', ordered, items }, next: at }
}
