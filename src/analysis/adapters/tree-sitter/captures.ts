import type { Node, QueryMatch } from 'web-tree-sitter'

/** One match of a query: nodes by capture name. A name captured twice keeps the last. */
export type Captures = ReadonlyMap<string, Node>

export function toCaptures(match: QueryMatch): Captures {
  return new Map(match.captures.map(({ name, node }) => [name, node]))
}

/** The capture whose name starts so, and the rest of its name: `def.class` → `class`. */
export function captured(captures: Captures, prefix: 'def.' | 'ref.'): readonly [string, Node] | undefined {
  for (const [name, node] of captures) if (name.startsWith(prefix)) return [name.slice(prefix.length), node]
  return undefined
}

const maxReceiver = 80

/** `this.jobs!.get(id)` → `this.jobs.get()`, `jobs->get`, `Jobs::get` → `jobs.get`, `Jobs.get`; anything but names, dots and calls → `?`. */
export function receiverText(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.endIndex - node.startIndex > maxReceiver * 4) return '?'
  let text = withoutArguments(node.text.replaceAll(/\s+/g, ' '))
  text = text.replaceAll(/->|::|&\./g, '.').replaceAll(/[!?]/g, '').replaceAll(/ ?\. ?/g, '.').replaceAll(/\s*\(\s*\)/g, '()')
  return text.length <= maxReceiver && /^[\w$#@]+(\(\))?(\.[\w$#]+(\(\))?)*$/.test(text) ? text : '?'
}

/** `a(b("(")).c(d())` → `a().c()`. */
function withoutArguments(text: string): string {
  if (!text.includes('(')) return text
  let result = ''
  let depth = 0
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^]/g)) {
    if (part === ')') depth -= 1
    if (depth <= 0) result += part
    if (part === '(') depth += 1
  }
  return result
}
