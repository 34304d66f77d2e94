import type { Node, Query, QueryMatch, Tree } from 'web-tree-sitter'
import type { ComponentKind, ReferenceKind } from '../../code-map.js'
import { cleanDoc } from '../../clean-doc.js'
import type { Binding, Definition, FileFacts, ImportFact, ReferenceFact } from '../../file-facts.js'
import type { Language } from '../../language.js'

interface Found {
  readonly definition: Definition
  readonly startIndex: number
  readonly endIndex: number
  readonly nameIndex: number
}

type Captures = ReadonlyMap<string, Node>

const maxSignature = 400
const maxReceiver = 60
const maxDoc = 8_000

/** The one extractor for all languages: what a query captured becomes facts. */
export function extractFacts(tree: Tree, query: Query, language: Language, path: string): FileFacts {
  const matches = query.matches(tree.rootNode).map((match) => toCaptures(match))
  const exportsByName = new Set(matches.flatMap(({ captures }) => captures.get('export')?.text ?? []))
  const found = collectDefinitions(matches, language, exportsByName)
  const enclosing = makeEnclosing(found)
  const names = new Set(found.map(({ nameIndex }) => nameIndex))
  const packageName = matches.map(({ captures }) => captures.get('package')?.text).find((text) => text !== undefined)
  const doc = fileDoc(tree.rootNode, language, found, path)
  return {
    ...(packageName === undefined ? {} : { packageName }),
    ...(doc === undefined ? {} : { doc }),
    errorShare: errorShare(tree.rootNode),
    definitions: found.map(({ definition }) => definition),
    imports: matches.flatMap(({ captures }) => importFact(captures)),
    references: collectReferences(matches, names, enclosing),
    bindings: matches.flatMap(({ captures }) => binding(captures, enclosing)),
    locals: matches.flatMap(({ captures }) => {
      const local = captures.get('local')
      return local === undefined ? [] : [[local.text, enclosing(local.startIndex)] as const]
    }),
  }
}

function toCaptures(match: QueryMatch): { captures: Captures } {
  return { captures: new Map(match.captures.map(({ name, node }) => [name, node])) }
}

function capturedKind(captures: Captures, prefix: string): [string, Node] | undefined {
  for (const [name, node] of captures) if (name.startsWith(prefix)) return [name.slice(prefix.length), node]
  return undefined
}

function collectDefinitions(matches: readonly { captures: Captures }[], language: Language, exportsByName: ReadonlySet<string>): Found[] {
  const byName = new Map<number, Found>()
  for (const { captures } of matches) {
    const captured = capturedKind(captures, 'def.')
    const name = captures.get('name')
    if (captured === undefined || name === undefined) continue
    // `const f = () => …` is captured as a constant and as a function; the function stands.
    const known = byName.get(name.startIndex)?.definition.kind
    if (known !== undefined && (known !== 'constant' || captured[0] === 'constant')) continue
    byName.set(name.startIndex, toFound(captured[0] as ComponentKind, captured[1], name, captures, language, exportsByName))
  }
  const found = [...byName.values()].sort((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex)
  return withParents(found)
}

function toFound(kind: ComponentKind, node: Node, name: Node, captures: Captures, language: Language, exportsByName: ReadonlySet<string>): Found {
  const outer = outermost(node, language)
  const body = captures.get('body')
  const text = outer.text
  const signatureEnd = body === undefined || kind === 'constant' || kind === 'type' ? firstLines(text) : body.startIndex - outer.startIndex
  const scope = scopeOf(outer, language)
  const owner = captures.get('owner')?.text.replace(/\.prototype$/, '')
  const plainOwner = owner === undefined || /^(module\.)?exports$/.test(owner) || !/^[\w$]+$/.test(owner) ? undefined : owner
  const documentation = language.docs === 'docstring' ? docstring(body) : undefined
  const doc = cleanDoc(documentation ?? commentsAbove(outer), maxDoc)
  const exported = outer.type === 'export_statement' || exportsByName.has(name.text) || (owner !== undefined && /^(module\.)?exports$/.test(owner))
  return {
    definition: {
      name: name.text.replace(/^["']|["']$/g, ''),
      kind,
      ...(plainOwner === undefined ? {} : { owner: plainOwner }),
      parent: -1,
      startLine: outer.startPosition.row + 1,
      endLine: outer.endPosition.row + (outer.endPosition.column === 0 && outer.endPosition.row > outer.startPosition.row ? 0 : 1),
      scopeStart: scope.startPosition.row + 1,
      scopeEnd: scope.endPosition.row + 1,
      signature: text.slice(0, signatureEnd).replaceAll(/\s+/g, ' ').trim().replace(/\s*(=>|[={:])$/, '').trim().slice(0, maxSignature),
      ...(doc === undefined ? {} : { doc }),
      exported,
    },
    startIndex: outer.startIndex,
    endIndex: outer.endIndex,
    nameIndex: name.startIndex,
  }
}

const firstLines = (text: string): number => {
  const end = text.indexOf('\n', Math.min(120, text.length))
  return end < 0 ? Math.min(text.length, maxSignature) : Math.min(end, maxSignature)
}

/** A definition of the same name without a body just before one with (overloads) stays; both are definitions. */
function withParents(found: Found[]): Found[] {
  const stack: number[] = []
  return found.map((one, at) => {
    while (stack.length > 0 && (found[stack.at(-1) ?? 0]?.endIndex ?? 0) < one.endIndex) stack.pop()
    const parent = stack.at(-1) ?? -1
    stack.push(at)
    const inType = parent >= 0 && ['class', 'interface', 'struct', 'enum'].includes(found[parent]?.definition.kind ?? '')
    const kind = one.definition.kind === 'function' && (inType || one.definition.owner !== undefined) ? 'method' : one.definition.kind
    return { ...one, definition: { ...one.definition, parent, kind } }
  })
}

function outermost(node: Node, language: Language): Node {
  let outer = node
  while (outer.parent !== null && language.wrappers.includes(outer.parent.type) && outer.parent.namedChildren.filter((child) => child !== null && child.type === outer.type).length === 1) outer = outer.parent
  return outer
}

function scopeOf(node: Node, language: Language): Node {
  let at = node.parent
  while (at !== null && at.parent !== null && !language.scopes.includes(at.type)) at = at.parent
  return at ?? node
}

function commentsAbove(node: Node): string | undefined {
  const lines: string[] = []
  let below = node
  for (let at = node.previousNamedSibling; at !== null && at.type.includes('comment'); at = at.previousNamedSibling) {
    const endRow = at.endPosition.column === 0 ? at.endPosition.row - 1 : at.endPosition.row
    if (below.startPosition.row - endRow > 1) break
    // A comment that trails code on its own line belongs to that code.
    const before = at.previousNamedSibling
    if (before !== null && !before.type.includes('comment') && before.endPosition.row === at.startPosition.row && before.endPosition.column > 0) break
    lines.unshift(at.text)
    below = at
    if (at.text.startsWith('/*')) break
  }
  return lines.length === 0 ? undefined : lines.join('\n')
}

function docstring(body: Node | undefined): string | undefined {
  const first = body?.namedChildren[0]
  const text = first?.type === 'expression_statement' ? first.namedChildren[0] : first
  return text?.type === 'string' ? text.text : undefined
}

/** The first comment of the file, when it does not belong to a definition and is not a licence. */
function fileDoc(root: Node, language: Language, found: readonly Found[], path: string): string | undefined {
  if (language.docs === 'docstring') return cleanDoc(docstring(root), maxDoc)
  const first = root.namedChildren.find((child) => child !== null && child.type !== 'hash_bang_line')
  if (first === undefined || first === null || !first.type.includes('comment')) return undefined
  const next = first.nextNamedSibling
  const gap = next === null ? 2 : next.startPosition.row - first.endPosition.row
  const text = language.docs === 'line' || path.endsWith('package-info.java') ? commentsAbove(root.namedChildren.find((child) => child !== null && !child.type.includes('comment')) ?? first) : gap > 1 || !first.text.startsWith('//') ? first.text : undefined
  const belongs = found.some(({ startIndex }) => next !== null && startIndex === next.startIndex && gap <= 1)
  const doc = belongs && language.docs !== 'line' ? undefined : cleanDoc(text, maxDoc)
  return doc === undefined || /copyright|licen[sc]e|all rights reserved|eslint|jshint|@ts-|use strict/i.test(doc.slice(0, 600)) ? undefined : doc
}

function makeEnclosing(found: readonly Found[]): (index: number) => number {
  return (index) => {
    let low = 0
    let high = found.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((found[middle]?.startIndex ?? 0) <= index) low = middle + 1
      else high = middle
    }
    for (let at = low - 1; at >= 0; at = found[at]?.definition.parent ?? -1) {
      const one = found[at]
      if (one !== undefined && one.endIndex > index && one.definition.kind !== 'constant') return at
      if (one === undefined) return -1
    }
    return -1
  }
}

function importFact(captures: Captures): ImportFact[] {
  const source = captures.get('import.source')
  if (source === undefined) return []
  const text = (name: string) => captures.get(name)?.text
  const reexport = captures.has('reexport') ? ({ reexport: true } as const) : {}
  const base = { source: source.text.replace(/^["'<`]|["'>`]$/g, ''), line: source.startPosition.row + 1, ...reexport }
  const [star, standard, namespace, name] = [captures.has('import.star'), text('import.default'), text('import.namespace'), text('import.name')]
  if (star) return [{ ...base, name: '*' }]
  if (standard !== undefined) return [{ ...base, name: 'default', local: standard }]
  if (namespace !== undefined) return [{ ...base, namespace }]
  if (name !== undefined) return [{ ...base, name, local: text('import.alias') ?? name }]
  return [base]
}

function collectReferences(matches: readonly { captures: Captures }[], names: ReadonlySet<number>, enclosing: (index: number) => number): ReferenceFact[] {
  const references = new Map<string, ReferenceFact>()
  for (const { captures } of matches) {
    const captured = capturedKind(captures, 'ref.')
    const name = captures.get('name')
    if (captured === undefined || name === undefined || names.has(name.startIndex)) continue
    const kind = captured[0] as ReferenceKind
    // A type's name is captured by the general pattern too; the more telling kind stands.
    if (kind === 'type' && references.has(`${name.startIndex}`)) continue
    const receiver = captures.get('recv')?.text
    references.set(`${name.startIndex}`, {
      name: name.text,
      ...(receiver === undefined ? {} : { receiver: receiver.length > maxReceiver ? '?' : receiver.replaceAll(/\s+/g, '') }),
      kind,
      line: name.startPosition.row + 1,
      within: enclosing(name.startIndex),
    })
  }
  return [...references.values()]
}

function binding(captures: Captures, enclosing: (index: number) => number): Binding[] {
  const variable = captures.get('var')
  const type = captures.get('type')
  if (variable === undefined || type === undefined) return []
  return [{ variable: variable.text, type: type.text, within: enclosing(variable.startIndex), ...(captures.has('bind.field') ? ({ field: true } as const) : {}) }]
}

function errorShare(root: Node): number {
  if (!root.hasError || root.endIndex === 0) return 0
  let bytes = 0
  const visit = (node: Node, depth: number) => {
    if (node.isError || node.isMissing) bytes += Math.max(1, node.endIndex - node.startIndex)
    else if (node.hasError && depth < 200) for (const child of node.children) if (child !== null) visit(child, depth + 1)
  }
  visit(root, 0)
  return Math.min(1, Math.round((bytes / root.endIndex) * 10_000) / 10_000)
}
