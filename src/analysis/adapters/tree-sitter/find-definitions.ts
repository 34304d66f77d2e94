import type { Node } from 'web-tree-sitter'
import type { ComponentKind } from '../../code-map.js'
import type { Definition } from '../../file-facts.js'
import { capturedAfter } from '../../whole-words.js'
import type { Language } from '../../language.js'
import type { Captures } from './captures.js'
import type { Matches } from './facts-query.js'
import { arityOf } from './receiver-text.js'
import { definitionDoc } from './find-docs.js'
import type { ScopeAround } from './scopes.js'

export interface Found {
  readonly definition: Definition
  readonly startIndex: number
  readonly endIndex: number
  readonly nameIndex: number
  /** Undefined: declared without a body. */
  readonly bodyIndex: number | undefined
}

const maxSignature = 400
const maxParameters = 1_500
/** Nobody calls anything so. */
export const maxName = 200
/** Definitions in definitions in …: deeper ones are told by nobody, and names with all their owners grow with each level. */
const maxNesting = 32
export const typeKinds: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'enum', 'type'])

/** The file that the definitions are in. */
export interface Place {
  readonly root: Node
  readonly source: string
  readonly language: Language
  readonly scopeAround: ScopeAround
}

/** Every definition of a file, outer before inner, in the order of the text. */
export function findDefinitions(matches: Matches, place: Place): Found[] {
  const { language, source } = place
  const surroundings: Surroundings = {
    ...place,
    exports: new Set(matches.exports.flatMap((captures) => captures.get('export')?.text ?? [])),
    defaults: new Set(matches.exports.flatMap((captures) => captures.get('export.default')?.text ?? [])),
    returned: returnTypes(matches, place),
    accessOf: makeAccess(matches),
  }
  const byName = new Map<number, Found>()
  for (const captures of matches.definitions) {
    const kind = captures.pattern.defines
    const node = captures.get(`def.${kind}`)
    const name = captures.get('name')
    if (kind === undefined || node === undefined || name === undefined) continue
    // `const f = () => …` is captured as a constant and as a function; the function stands.
    const known = byName.get(name.startIndex)?.definition.kind
    if (known !== undefined && (known !== 'constant' || kind === 'constant')) continue
    const { startIndex, endIndex } = name
    if (endIndex - startIndex <= maxName) byName.set(startIndex, toFound({ kind, node, name: source.slice(startIndex, endIndex), nameIndex: startIndex, captures }, surroundings))
  }
  const inOrder = [...byName.values()].sort((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex || a.nameIndex - b.nameIndex)
  return withParents(withoutEchoes(withoutDepths(inOrder), language.overloads === true))
}

function withoutDepths(found: readonly Found[]): Found[] {
  const ends: number[] = []
  return found.filter((one) => {
    while (ends.length > 0 && (ends.at(-1) ?? 0) < one.endIndex) ends.pop()
    return ends.length < maxNesting && ends.push(one.endIndex) > 0
  })
}

interface Surroundings extends Place {
  readonly exports: ReadonlySet<string>
  readonly defaults: ReadonlySet<string>
  readonly returned: ReadonlyMap<number, string>
  readonly accessOf: AccessOf
}

interface Defined {
  readonly kind: ComponentKind
  readonly node: Node
  readonly name: string
  readonly nameIndex: number
  readonly captures: Captures
}

function toFound({ kind, node, name, nameIndex, captures }: Defined, { root, source, language, scopeAround, exports, defaults, returned, accessOf }: Surroundings): Found {
  const wrapping = outermost(node, language)
  const { outer } = wrapping
  const body = captures.get('body')
  const { startIndex, endIndex } = outer
  const scope = scopeAround({ startIndex, endIndex })
  const owner = captures.get('owner')?.text.replace(/\.prototype$/, '')
  const isExports = owner !== undefined && /^(module\.)?exports$/.test(owner)
  const isExported = outer.type === 'export_statement'
  const isDefault = defaults.has(name) || (isExported && outer.children[1]?.type === 'default')
  const line = signature(source.slice(startIndex, endIndex), outer, kind === 'constant' || kind === 'type' ? undefined : body, language)
  const arity = language.arities === true && typeKinds.has(kind) ? typeParameterCount(line, name) : 0
  const { row: startRow } = outer.startPosition
  const { row: endRow, column: endColumn } = outer.endPosition
  return {
    definition: {
      name: name.replaceAll(/^["']|["']$/g, ''),
      kind,
      owner: owner === undefined || isExports || !/^[\w$]+$/.test(owner) ? undefined : owner,
      parent: -1,
      startLine: startRow + 1,
      endLine: endRow + (endColumn === 0 && endRow > startRow ? 0 : 1),
      scopeStart: scope?.firstLine ?? 1,
      scopeEnd: scope?.lastLine ?? root.endPosition.row + 1,
      signature: line,
      parameters: language.overloads === true && (kind === 'method' || kind === 'function') ? parameterText(node, body, source) : undefined,
      doc: definitionDoc({ node, ...wrapping, body }, source, language),
      exported: isExported || exports.has(name) || isDefault || isExports,
      arity: arity === 0 ? undefined : arity,
      access: accessOf(outer),
      isDefault: isDefault ? true : undefined,
      hidden: scope === undefined ? undefined : true,
      returns: returned.get(nameIndex),
      // Only functions can be what starts a program.
      onlyIf: kind === 'function' ? conditionOf(outer, language) : undefined,
      forTests: isForTests(outer, language) ? true : undefined,
    },
    startIndex,
    endIndex,
    nameIndex,
    bodyIndex: body === undefined || language.declaresOnly?.test(line) === true ? undefined : body.startIndex,
  }
}

function parameterText(node: Node, body: Node | undefined, source: string): string | undefined {
  const list = node.childForFieldName('parameters') ?? node.namedChildren.find((child) => child?.type === 'function_value_parameters')
  if (list === null || list === undefined) return undefined
  return source.slice(list.startIndex, body?.startIndex ?? node.endIndex).replaceAll(/\s+/g, ' ').slice(0, maxParameters)
}

/** `class Pair<A, B>` → 2. */
function typeParameterCount(signature: string, name: string): number {
  const list = capturedAfter(signature, name, /^\s*<([^>]*)>/)
  return list === undefined ? 0 : list.split(',').length
}

/** The innermost condition around a definition, on one line. An include guard (`#ifndef`) is none. */
function conditionOf(node: Node, { conditions }: Language): string | undefined {
  if (conditions === undefined) return undefined
  for (let at = node.parent; at !== null; at = at.parent) {
    if (!conditions.includes(at.type)) continue
    const condition = at.childForFieldName('condition') ?? at.childForFieldName('name')
    if (condition !== null && at.firstChild?.type !== '#ifndef') return condition.text.replaceAll(/\s+/g, ' ').slice(0, 200)
  }
  return undefined
}

/** Attributes and comments above a definition that are looked at; asking for a neighbour is slow. */
const maxAbove = 50

function isForTests(outer: Node, { attributes = [], testMark }: Language): boolean {
  let at = testMark === undefined ? null : outer.previousNamedSibling
  for (let above = 0; above < maxAbove && at !== null; above += 1) {
    const isAttribute = attributes.includes(at.type)
    if (isAttribute && testMark?.test(at.text) === true) return true
    if (!isAttribute && !at.type.includes('comment')) return false
    at = at.previousNamedSibling
  }
  return false
}

/** The text before the body, or the first lines of what has none, on one line. */
function signature(whole: string, outer: Node, body: Node | undefined, language: Language): string {
  // A comment between a Ruby module's name and its body belongs to what is in it.
  const comment = language.openModules === true ? outer.namedChildren.find((child) => child?.type === 'comment') : undefined
  const end = Math.min(body?.startIndex ?? Infinity, comment?.startIndex ?? Infinity)
  const text = whole.slice(0, end === Infinity ? maxSignature * 2 : end - outer.startIndex)
  const firstLines = body === undefined ? text.slice(0, (text.indexOf('\n', 120) + 1 || text.length + 1) - 1) : text
  // On one line, nobody could tell where a comment among the parameters ends.
  // Nor where a property ends whose line ends without a mark.
  const marked = firstLines.replaceAll(/^[ \t]*\/\/.*$/gm, '').replaceAll(/([^\s;,{(|&<=>:?[])[ \t]*\n[ \t]*(?=(?:readonly )?[\w$]+\??:(?!:))/g, '$1; ')
  const line = marked.replaceAll(/\s+/g, ' ').trim()
  return line.replace(/\s*(=>|[={:])$/, '').trimEnd().slice(0, maxSignature)
}

type AccessOf = (node: Node) => Definition['access']

/** `private:` and the like, for what follows in the same body. */
function makeAccess(matches: Matches): AccessOf {
  const said = matches.access.flatMap((captures) => captures.get('access') ?? []).map((node) => ({ at: node.startIndex, around: node.parent?.id, isPublic: /public/.test(node.text) }))
  if (said.length === 0) return () => undefined
  return (node) => {
    const parent = node.parent?.id
    const last = said.findLast(({ at, around }) => at < node.startIndex && around === parent)
    return last === undefined ? undefined : last.isPublic ? 'public' : 'private'
  }
}

function returnTypes({ returns }: Matches, { source, language }: Place): Map<number, string> {
  const returned = new Map<number, string>()
  for (const captures of returns) {
    const [name, type] = [captures.get('name'), captures.get('returns')]
    if (name === undefined || type === undefined) continue
    const text = source.slice(type.startIndex, type.endIndex)
    if (text.length <= maxName) returned.set(name.startIndex, text + arityOf(type, source, language.arities === true))
  }
  return returned
}

/** A definition's node, or what wraps it and nothing else: `const a = 1, b = 2` is two definitions. `wrapper`: what is right around the node, if it can wrap. */
function outermost(node: Node, { wrappers }: Language): { readonly outer: Node; readonly wrapper: Node | undefined } {
  // Asking for a parent walks down from the root: each is asked for once.
  const wrapperOf = (of: Node): Node | undefined => {
    const parent = wrappers.length === 0 ? null : of.parent
    return parent !== null && wrappers.includes(parent.type) ? parent : undefined
  }
  const wrapper = wrapperOf(node)
  let outer = node
  for (let around = wrapper; around !== undefined && isOnlyOne(outer, around); around = wrapperOf(outer)) outer = around
  return { outer, wrapper }
}

function isOnlyOne(node: Node, around: Node): boolean {
  const { typeId } = node
  let count = 0
  for (const child of around.namedChildren) if (child?.typeId === typeId && (count += 1) > 1) return false
  return count === 1
}

/**
 * Overloads and forward declarations stand once, as the one with a body, else as the first; so does a variable that is assigned to
 * again. A struct that only serves to name its typedef is that type.
 */
function withoutEchoes(found: readonly Found[], overloads: boolean): Found[] {
  const bodies = new Set<string>()
  const declared = new Set<string>()
  const key = ({ definition: { name, owner, scopeStart, scopeEnd, signature } }: Found, at: string) => `${at} ${owner ?? ''} ${scopeStart} ${scopeEnd} ${overloads ? signature : name}`
  const owners = enclosingStarts(found)
  found.forEach((one, at) => one.bodyIndex !== undefined && bodies.add(key(one, owners[at] ?? '')))
  const bodyOwners = new Map<number, Found>()
  return found.filter((one, at) => {
    const { kind } = one.definition
    const isConstant = kind === 'constant'
    if (one.bodyIndex === undefined || isConstant) {
      if (kind !== 'function' && kind !== 'method' && !isConstant) return true
      const own = key(one, owners[at] ?? '')
      if ((bodies.has(own) && !isConstant) || declared.has(own)) return false
      declared.add(own)
      return true
    }
    const outer = bodyOwners.get(one.bodyIndex)
    if (outer !== undefined && outer.nameIndex !== one.nameIndex && typeKinds.has(one.definition.kind)) return false
    bodyOwners.set(one.bodyIndex, one)
    return true
  })
}

/** For each definition where the one around it starts, so that equal names in two classes are two names. */
function enclosingStarts(found: readonly Found[]): string[] {
  const stack: Found[] = []
  return found.map((one) => {
    while (stack.length > 0 && (stack.at(-1)?.endIndex ?? 0) < one.endIndex) stack.pop()
    const around = `${stack.at(-1)?.startIndex ?? -1}`
    stack.push(one)
    return around
  })
}

function withParents(found: readonly Found[]): Found[] {
  const stack: number[] = []
  return found.map((one, at) => {
    while (stack.length > 0 && (found[stack.at(-1) ?? 0]?.endIndex ?? 0) < one.endIndex) stack.pop()
    const parent = stack.at(-1) ?? -1
    stack.push(at)
    const isMember = typeKinds.has(found[parent]?.definition.kind ?? '') || one.definition.owner !== undefined
    const kind = one.definition.kind === 'function' && isMember ? 'method' : one.definition.kind
    return { ...one, definition: { ...one.definition, parent, kind } }
  })
}
