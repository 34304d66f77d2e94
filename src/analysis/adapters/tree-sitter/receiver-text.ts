import type { Node } from 'web-tree-sitter'

const maxReceiver = 200

/** Already as a receiver has it: names and dots, as most are. */
const isPlain = /^[\w$#@]+(?:\.[\w$]+)*$/
const isReceiver = /^(new [\w$:]+(`\d+)?|[\w$#@]+(`\d+)?(\(\))?)(\.[\w$#]+(`\d+)?(\(\))?)*$/

/**
 * `this.jobs!.get(id)` → `this.jobs.get()`, `jobs->get`, `Jobs::get` → `jobs.get`, `Jobs.get`, `new Jobs(1).get()` → `new Jobs.get()`;
 * anything but names, dots and calls → `?`. `keepsArity`: types of one name differ in how many parameters they take.
 */
export function receiverText(node: Node, source: string, keepsArity = false): string {
  const { startIndex, endIndex } = node
  if (endIndex - startIndex > maxReceiver * 4) return '?'
  const written = source.slice(startIndex, endIndex)
  if (written.length <= maxReceiver && isPlain.test(written)) return written
  const made = mayMake.test(written) ? madeBy(node) : undefined
  const whole = made === undefined ? written : `${made.name}${written.slice(made.endIndex - startIndex)}`
  let text = withoutArguments(whole.replaceAll(/\s+/g, ' '))
  text = withoutTypeArguments(text, keepsArity).replaceAll(/->|::|&\./g, '.').replaceAll(/[!?]/g, '').replaceAll(/ ?\. ?/g, '.').replaceAll(/\s*\(\s*\)/g, '()')
  return text.length <= maxReceiver && isReceiver.test(text) ? text : '?'
}

/** Nodes are asked only where the text has what a new object is made with. */
const mayMake = /new|\{/i
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
  if (!text.includes('<')) return withoutTurbofish(text)
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
  return depth === 0 ? withoutTurbofish(result) : '?'
}

/** Rust writes `a::<B>()` and `A::<B>::c`. */
const withoutTurbofish = (text: string): string => text.replaceAll(/::(?=\(|::)/g, '')

/** `a(b("(")).c(d())` → `a().c()`. */
function withoutArguments(text: string): string {
  if (!text.includes('(')) return text
  let result = ''
  let depth = 0
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'()]+|[^]/g)) {
    if (part === ')') depth -= 1
    if (depth <= 0) result += part
    if (part === '(') depth += 1
  }
  return result
}

// What may stand before a list of types: blanks, a comment.
const beforeTypes = /\s*[</]/y

/** How many types a name is given: `List<A, B>` → `` `2 ``. Only where types of one name differ by it. */
export function arityOf(name: Node, source: string, isKept: boolean): string {
  if (!isKept) return ''
  // Asking a node for its neighbour walks down from the root.
  beforeTypes.lastIndex = name.endIndex
  if (!beforeTypes.test(source)) return ''
  const list = name.nextSibling
  return list?.type === 'type_argument_list' ? `\`${list.namedChildCount}` : ''
}
