/** Takes comment marks and quotes off a doc comment and keeps its lines. Undefined when nothing is left. */
export function cleanDoc(raw: string | undefined, maxLength: number): string | undefined {
  if (raw === undefined) return undefined
  const text = raw.startsWith('/*') || raw.startsWith('//') || raw.startsWith('#') ? uncomment(raw) : unquote(raw)
  const cleaned = dedent(text).replaceAll(/\n{3,}/g, '\n\n').trim()
  return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned.slice(0, maxLength) : undefined
}

function uncomment(raw: string): string {
  return raw
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*\/\*+!?/, '')
        .replace(/\*+\/\s*$/, '')
        .replace(/^\s*(\/\/[/!]?|#+)/, '')
        .replace(/^\s*\*(?!\*)\s?/, '')
        .replace(/^\s?/, '')
        .trimEnd(),
    )
    .filter((line) => !/^[-=*~#_]{4,}$/.test(line.trim()))
    .join('\n')
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
