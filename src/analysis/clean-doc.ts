/** Takes comment marks and quotes off a doc comment and keeps its lines. Undefined when nothing is left. */
export function cleanDoc(raw: string | undefined, maxLength: number): string | undefined {
  if (raw === undefined) return undefined
  const text = raw.startsWith('/*') || raw.startsWith('//') || raw.startsWith('#') ? uncomment(raw) : unquote(raw)
  // Lines of line comments all start at their own mark.
  const cleaned = (raw.startsWith('//') ? withoutXml(text) : dedent(text)).replaceAll(/\n{3,}/g, '\n\n').trim()
  return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned.slice(0, maxLength) : undefined
}

function uncomment(raw: string): string {
  // In most block comments a star begins each line; elsewhere a star is the author's own: a list.
  const hasMargin = raw.startsWith('/*') && raw.split('\n').slice(1).every((line) => /^\s*(?:\*|$)/.test(line))
  const bare = (line: string) => line.replace(/^\s*\/\*+!?/, '').replace(/\*+\/\s*$/, '').replace(/^\s*(\/\/[/!]?|#:(?= )|#+)/, '')
  return raw
    .split('\n')
    .map((line) => (hasMargin ? bare(line).replace(/^\s*\*(?!\*) ?/, '') : bare(line)).replace(/^ /, '').trimEnd())
    .filter((line) => !/^[-=*~#_]{4,}$/.test(line.trim()))
    .join('\n')
}

/** C# writes its comments in XML; what it marks up becomes the tags that the other languages use. */
function withoutXml(text: string): string {
  if (!/<(summary|param|returns|remarks|inheritdoc|value|exception)\b/.test(text)) return text
  return text
    .replaceAll(/<(?:see|seealso) (?:cref|href|langword)="(?:[A-Z]:)?([^"]*)"\s*\/>/g, '`$1`')
    .replaceAll(/<(?:paramref|typeparamref) name="([^"]*)"\s*\/>/g, '`$1`')
    .replaceAll(/<c>([^<]*)<\/c>/g, '`$1`')
    .replaceAll(/<param name="([^"]*)">\s*/g, '\n@param $1 ')
    .replaceAll(/<returns>\s*/g, '\n@returns ')
    .replaceAll(/<exception cref="(?:[A-Z]:)?([^"]*)">\s*/g, '\n@throws $1 ')
    .replaceAll(/<\/?[a-zA-Z]+(?: [^<>]*)?\/?>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/^[ \t]+/gm, '')
}

function unquote(raw: string): string {
  return raw.replace(/^[a-zA-Z]{0,2}("""|'''|"|')/, '').replace(/("""|'''|"|')$/, '')
}

/** Continuation lines of docstrings are indented like the code around them. */
function dedent(text: string): string {
  const [first = '', ...rest] = text.split('\n')
  const indents = rest.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)?.[0].length ?? 0)
  const indent = indents.length === 0 ? 0 : Math.min(...indents)
  return [first.trim(), ...rest.map((line) => line.slice(indent).trimEnd())].join('\n')
}

const legal =
  /copyright|©|\(c\) *\d{4}|all rights reserved|spdx-|licen[sc]ed? (?:under|to|is|and)\b|\blicen[sc]e\b.{0,60}\b(?:agreement|version|terms|file|for)\b|licenses\/|redistributions? (?:and use|of source|in binary)|permission (?:is hereby|to use)|above copyright notice|neither the name|(?:software|program|library) is (?:provided|distributed|free software)|without warranty|free software foundation|gnu (?:general|lesser|library)|no event shall|portions of this file|\bunder (?:the )?(?:terms|bsd|mit|apache|gpl)|unless required by applicable law/is

/** What a comment says beside its licence. A licence's list of conditions goes with it; undefined when nothing is left. */
export function withoutLegalParagraphs(doc: string): string | undefined {
  const paragraphs = doc.split(/\n\s*\n/).filter((paragraph) => !legal.test(paragraph) && !/^\s*(?:\*|\d\.|-)?\s*(?:author|written|created|contributed|maintained)s?\b.{0,80}$/is.test(paragraph))
  const told = paragraphs.join('\n\n').trim()
  return /\p{L}{3}/u.test(told) ? told : undefined
}
