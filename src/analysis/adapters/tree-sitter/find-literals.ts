import type { Node, Query, Tree } from 'web-tree-sitter'
import type { Definition } from '../../file-facts.js'
import type { LiteralArgument, LiteralCall, SettingRead } from '../../frameworks/literal-facts.js'
import { settingValue } from '../../setting-value.js'
import { Captures } from './captures.js'

/** More in one file is a table of data, not a program. */
const maxCalls = 2_000
const maxText = 200
const maxArguments = 8

export interface Literals {
  readonly settings: readonly SettingRead[]
  readonly calls: readonly LiteralCall[]
}

/** What a file says in literals, as its second query captured it. `isWanted`: names of calls and annotations that anybody asks for. */
export function findLiterals(tree: Tree, query: Query, definitions: readonly Definition[], isWanted: (name: string) => boolean): Literals {
  const matches = query.matches(tree.rootNode).map(({ captures }) => new Captures(captures))
  return { settings: findSettings(matches, definitions), calls: findCalls(matches, definitions, isWanted) }
}

function findSettings(matches: readonly Captures[], definitions: readonly Definition[]): SettingRead[] {
  const found = new Map<number, SettingRead>()
  const set = new Set(matches.flatMap((captures) => captures.get('env.set')?.startIndex ?? []))
  for (const captures of matches) {
    const constant = captures.get('env.constant')
    const node = captures.get('env.name') ?? constant
    if (node === undefined || set.has(node.startIndex)) continue
    const name = constant === undefined ? (literalOf(node) ?? node.text) : valueOf(node.text, definitions)
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,80}$/.test(name)) continue
    const standard = captures.get('env.default')
    const value = standard === undefined ? undefined : settingValue(name, plainValue(standard))
    if (found.has(node.startIndex) && value === undefined) continue
    found.set(node.startIndex, { name, line: node.startPosition.row + 1, ...(value === undefined ? {} : { default: value }) })
  }
  return [...found].sort(([a], [b]) => a - b).map(([, read]) => read)
}

/** What a constant of this file holds, as its definition says: `const EnvMode = "GIN_MODE"`. Empty when it does not say. */
function valueOf(name: string, definitions: readonly Definition[]): string {
  const found = definitions.find((one) => one.name === name && one.kind === 'constant')
  return /=\s*["'`](\w{1,80})["'`];?$/.exec(found?.signature ?? '')?.[1] ?? ''
}

/** A literal that needs no context: a text, a number, true, false, nothing. */
function plainValue(node: Node): string | undefined {
  const literal = literalOf(node)
  if (literal !== undefined) return literal
  return node.endIndex - node.startIndex <= 40 && /^(?:-?[\d_.]+|true|false|null|None|nil|True|False|undefined)$/.test(node.text) ? node.text : undefined
}

function findCalls(matches: readonly Captures[], definitions: readonly Definition[], isWanted: (name: string) => boolean): LiteralCall[] {
  const found = new Map<number, LiteralCall>()
  for (const captures of matches) {
    const annotation = captures.get('annotation')
    const node = annotation ?? captures.get('call')
    const kind = annotation === undefined ? 'call' : 'annotation'
    const name = captures.get(`${kind}.name`)?.text
    if (node === undefined || name === undefined || !isWanted(name) || found.size >= maxCalls) continue
    const args = captures.get(`${kind}.args`)
    // A decorator holds a call that is captured, too: the decorator stands.
    const key = args?.startIndex ?? node.startIndex
    if (found.get(key)?.isAnnotation === true) continue
    const nameNode = captures.get(`${kind}.name`) ?? node
    const startLine = nameNode.startPosition.row + 1
    found.set(key, {
      name,
      receiver: receiverOf(captures.get(`${kind}.recv`)),
      args: args === undefined ? [] : argumentsOf(args),
      isAnnotation: annotation !== undefined,
      ...(annotation === undefined ? {} : ownerOf(node, definitions)),
      startLine,
      endLine: Math.max(startLine, node.endPosition.row + 1),
    })
  }
  return [...found].sort(([a], [b]) => a - b).map(([, call]) => call)
}

/** A chain as a whole, so that what was called before can be seen; of one without end only its beginning. */
function receiverOf(node: Node | undefined): string {
  if (node === undefined) return ''
  return node.endIndex - node.startIndex <= maxChain ? node.text : (/^[^.(]*/.exec(node.text.slice(0, maxText))?.[0] ?? '')
}

const maxChain = 4_000

/** The definition that begins with the annotation, or the next one. */
function ownerOf(node: Node, definitions: readonly Definition[]): Pick<LiteralCall, 'on' | 'onLine' | 'onDoc' | 'isOnType'> {
  const held = holderOf(node)
  const line = node.startPosition.row + 1
  const last = node.endPosition.row + 1
  const around = held === undefined ? undefined : definitions.find(({ startLine, endLine }) => startLine === held.startPosition.row + 1 && endLine === held.endPosition.row + 1)
  const next = definitions.filter(({ startLine, endLine }) => endLine >= last && startLine >= line - maxAbove && startLine <= last + maxAbove)
  const owner = around ?? next.filter(({ startLine }) => startLine >= line).sort((a, b) => a.startLine - b.startLine)[0] ?? next.sort((a, b) => b.startLine - a.startLine)[0]
  if (owner === undefined) return {}
  const doc = owner.doc?.split(/\n\s*\n/)[0]?.replaceAll(/\s+/g, ' ').slice(0, maxText)
  return { on: owner.name, onLine: owner.startLine, ...(doc === undefined ? {} : { onDoc: doc }), isOnType: ['class', 'interface', 'struct'].includes(owner.kind) }
}

/** The declaration that an annotation is a part of, in grammars that put it inside. */
function holderOf(node: Node): Node | undefined {
  let at = node.parent
  for (let depth = 0; depth < 3 && at !== null; depth += 1) {
    if (/(?:declaration|definition)$/.test(at.type)) return at
    at = at.parent
  }
  return undefined
}

/** Lines of other annotations between one and its definition. */
const maxAbove = 12

function argumentsOf(node: Node): LiteralArgument[] {
  if (node.type === 'token_tree') return node.namedChildren.flatMap((child) => (child === null ? [] : argumentOf(child)))
  return node.namedChildren.flatMap((child) => (child === null || child.type.includes('comment') ? [] : argumentOf(child))).slice(0, maxArguments)
}

function argumentOf(child: Node): LiteralArgument[] {
  const key = child.childForFieldName('key') ?? (child.type === 'keyed_element' ? child.namedChild(0) : child.childForFieldName('name'))
  const isPair = key !== null && /pair|keyword_argument|keyed_element|^(?:attribute_)?argument$/.test(child.type)
  const value = isPair ? (child.childForFieldName('value') ?? child.namedChild(child.namedChildCount - 1)) : /^(?:attribute_|value_)?argument$|^literal_element$/.test(child.type) ? child.namedChild(child.namedChildCount - 1) : child
  if (value === null) return []
  const inner = value.type === 'literal_element' ? (value.namedChild(0) ?? value) : value
  const literal = literalOf(inner)
  const list = /^(?:array|list|tuple|array_creation_expression|element_value_array_initializer|set)$/.test(inner.type) ? listOf(inner) : undefined
  return [
    {
      ...(isPair ? { key: key.text.replaceAll(/^[:'"]|['":]$/g, '') } : {}),
      text: inner.text.slice(0, maxText),
      ...(literal === undefined ? {} : { literal }),
      ...(list === undefined ? {} : { list }),
    },
  ]
}

function listOf(node: Node): string[] {
  return node.namedChildren.flatMap((child) => (child === null ? [] : (literalOf(child) ?? literalOf(child.namedChild(0) ?? child) ?? []))).slice(0, maxArguments)
}

/** The text of a string without parts that are computed; a Ruby symbol is its name. */
function literalOf(node: Node): string | undefined {
  if (node.type === 'simple_symbol') return node.text.slice(1)
  if (node.type === 'concatenated_string') return joinedLiteral(node)
  if (node.type === 'string_fragment' || node.type === 'string_content') return node.text.slice(0, maxText)
  if (!/string|^encapsed/.test(node.type) || node.endIndex - node.startIndex > maxText * 2) return undefined
  if (node.namedChildren.some((child) => child !== null && /interpol|substitution|variable|expression|template/.test(child.type))) return undefined
  const { text } = node
  return /^[A-Za-z@$]{0,2}#*("""|'''|"|'|`)([^]*?)\1#*$/.exec(text)?.[2]?.slice(0, maxText)
}

/** `"one " "two"`, as Python and C join them. */
function joinedLiteral(node: Node): string | undefined {
  if (node.endIndex - node.startIndex > maxText * 4) return undefined
  const parts = node.namedChildren.map((child) => (child === null || child.type.includes('comment') ? '' : literalOf(child)))
  return parts.includes(undefined) ? undefined : parts.join('').slice(0, maxText)
}
