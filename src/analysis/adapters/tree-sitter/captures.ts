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

const maxReceiver = 200

/**
 * `this.jobs!.get(id)` → `this.jobs.get()`, `jobs->get`, `Jobs::get` → `jobs.get`, `Jobs.get`, `new Jobs(1).get()` → `new Jobs.get()`;
 * anything but names, dots and calls → `?`. `keepsArity`: types of one name differ in how many parameters they take.
 */
export function receiverText(node: Node | undefined, keepsArity = false): string | undefined {
  if (node === undefined) return undefined
  if (node.endIndex - node.startIndex > maxReceiver * 4) return '?'
  const made = madeBy(node)
  const whole = made === undefined ? node.text : `${made.name}${node.text.slice(made.endIndex - node.startIndex)}`
  let text = withoutArguments(whole.replaceAll(/\s+/g, ' '))
  text = withoutTypeArguments(text, keepsArity).replaceAll(/->|::|&\./g, '.').replaceAll(/[!?]/g, '').replaceAll(/ ?\. ?/g, '.').replaceAll(/\s*\(\s*\)/g, '()')
  return text.length <= maxReceiver && /^(new [\w$:]+(`\d+)?|[\w$#@]+(`\d+)?(\(\))?)(\.[\w$#]+(`\d+)?(\(\))?)*$/.test(text) ? text : '?'
}

const creations: ReadonlySet<string> = new Set(['object_creation_expression', 'new_expression', 'composite_literal'])
const wrappers = /^(parenthesized_expression|unary_expression)$/

/** What a chain begins with, where that is a new object: `(&Job{}).run` → `new Job`. */
function madeBy(node: Node): { readonly name: string; readonly endIndex: number } | undefined {
  let around: Node | undefined
  for (let at: Node | null = node; at !== null; at = at.firstNamedChild) {
    if (creations.has(at.type)) {
      const type = (at.childForFieldName('type') ?? at.childForFieldName('constructor'))?.text.replaceAll(/\s+/g, '') ?? ''
      const plain = withoutTypeArguments(type, false)
      return /^[\w$]+(\.[\w$]+)?$/.test(plain) ? { name: `new ${plain.replace('.', ':')}`, endIndex: around?.endIndex ?? at.endIndex } : undefined
    }
    if (wrappers.test(at.type)) around ??= at
    else if (around !== undefined) return undefined
  }
  return undefined
}

/** `a.b<C>().d` → `a.b().d`; `A<B, C>.d` → ``A`2.d``, where the number counts. */
function withoutTypeArguments(text: string, keepsArity: boolean): string {
  let result = ''
  let depth = 0
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '<') {
      if (depth === 0) count = 1
      depth += 1
    } else if (character === '>' && depth > 0 && text[at - 1] !== '-') {
      depth -= 1
      if (depth === 0 && keepsArity) result += `\`${count}`
    } else if (depth === 0) result += character
    else if (character === ',' && depth === 1) count += 1
  }
  // Rust writes `a::<B>()` and `A::<B>::c`.
  return depth === 0 ? result.replaceAll(/::(?=\(|::)/g, '') : '?'
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

/** How many types a name is given: `List<A, B>` → 2. Only where types of one name differ by it. */
export function arityOf(name: Node, isKept: boolean): string {
  if (!isKept) return ''
  const list = name.nextSibling
  return list?.type === 'type_argument_list' ? `\`${list.namedChildCount}` : ''
}
