import type { Node } from 'web-tree-sitter'
import type { ComponentKind } from '../../code-map.js'
import type { Definition } from '../../file-facts.js'
import { capturedAfter } from '../../whole-words.js'
import type { Language } from '../../language.js'
import { arityOf, captured, type Captures } from './captures.js'
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

/** Every definition of a file, outer before inner, in the order of the text. */
export function findDefinitions(matches: readonly Captures[], language: Language, place: Place): Found[] {
  const exports = new Set(matches.flatMap((captures) => captures.get('export')?.text ?? []))
  const defaults = new Set(matches.flatMap((captures) => captures.get('export.default')?.text ?? []))
  const returned = returnTypes(matches, language)
  const accessOf = makeAccess(matches)
  const byName = new Map<number, Found>()
  for (const captures of matches) {
    const found = captured(captures, 'def.')
    const name = captures.get('name')
    if (found === undefined || name === undefined) continue
    // `const f = () => …` is captured as a constant and as a function; the function stands.
    const known = byName.get(name.startIndex)?.definition.kind
    if ((known !== undefined && (known !== 'constant' || found[0] === 'constant')) || name.text.length > maxName) continue
    byName.set(name.startIndex, toFound(found[0] as ComponentKind, found[1], name, { captures, language, exports, defaults, returned, accessOf, ...place }))
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

/** The file that the definitions are in. */
export interface Place {
  readonly root: Node
  readonly scopeAround: ScopeAround
}

interface Surroundings extends Place {
  readonly captures: Captures
  readonly language: Language
  readonly exports: ReadonlySet<string>
  readonly defaults: ReadonlySet<string>
  readonly returned: ReadonlyMap<number, string>
  readonly accessOf: AccessOf
}

function toFound(kind: ComponentKind, node: Node, name: Node, { captures, language, exports, defaults, returned, accessOf, root, scopeAround }: Surroundings): Found {
  const outer = outermost(node, language)
  const body = captures.get('body')
  const scope = scopeAround(outer)
  const owner = captures.get('owner')?.text.replace(/\.prototype$/, '')
  const isExports = owner !== undefined && /^(module\.)?exports$/.test(owner)
  const plainOwner = owner === undefined || isExports || !/^[\w$]+$/.test(owner) ? undefined : owner
  const isDefault = defaults.has(name.text) || (outer.type === 'export_statement' && outer.children[1]?.type === 'default')
  const doc = definitionDoc(node, outer, body, language)
  // Only functions can be what starts a program; asking for parents is slow in files with thousands of definitions.
  const onlyIf = kind === 'function' ? conditionOf(outer, language) : undefined
  const line = signature(outer, kind === 'constant' || kind === 'type' ? undefined : body, language)
  const access = accessOf(outer)
  const returns = returned.get(name.startIndex)
  const parameters = language.overloads === true && (kind === 'method' || kind === 'function') ? parameterText(node, body) : undefined
  const arity = language.arities === true && typeKinds.has(kind) ? typeParameterCount(line, name.text) : 0
  const { row: startRow } = outer.startPosition
  const { row: endRow, column: endColumn } = outer.endPosition
  return {
    definition: {
      name: name.text.replaceAll(/^["']|["']$/g, ''),
      kind,
      ...(plainOwner === undefined ? {} : { owner: plainOwner }),
      parent: -1,
      startLine: startRow + 1,
      endLine: endRow + (endColumn === 0 && endRow > startRow ? 0 : 1),
      scopeStart: scope?.firstLine ?? 1,
      scopeEnd: scope?.lastLine ?? root.endPosition.row + 1,
      signature: line,
      ...(parameters === undefined ? {} : { parameters }),
      ...(doc === undefined ? {} : { doc }),
      exported: outer.type === 'export_statement' || exports.has(name.text) || isDefault || isExports,
      ...(arity === 0 ? {} : { arity }),
      ...(access === undefined ? {} : { access }),
      ...(isDefault ? { isDefault: true } : {}),
      ...(scope === undefined ? {} : { hidden: true }),
      ...(returns === undefined ? {} : { returns }),
      ...(onlyIf === undefined ? {} : { onlyIf }),
      ...(isForTests(outer, language) ? { forTests: true as const } : {}),
    },
    startIndex: outer.startIndex,
    endIndex: outer.endIndex,
    nameIndex: name.startIndex,
    bodyIndex: body === undefined || language.declaresOnly?.test(line) === true ? undefined : body.startIndex,
  }
}

function parameterText(node: Node, body: Node | undefined): string | undefined {
  const list = node.childForFieldName('parameters') ?? node.namedChildren.find((child) => child?.type === 'function_value_parameters')
  if (list === null || list === undefined) return undefined
  return node.text.slice(list.startIndex - node.startIndex, (body?.startIndex ?? node.endIndex) - node.startIndex).replaceAll(/\s+/g, ' ').slice(0, maxParameters)
}

/** `class Pair<A, B>` → 2. */
function typeParameterCount(signature: string, name: string): number {
  const list = capturedAfter(signature, name, /^\s*<([^>]*)>/)
  return list === undefined ? 0 : list.split(',').length
}

/** The innermost condition around a definition, on one line. An include guard (`#ifndef`) is none. */
function conditionOf(node: Node, language: Language): string | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (language.conditions?.includes(at.type) !== true) continue
    const condition = at.childForFieldName('condition') ?? at.childForFieldName('name')
    if (condition !== null && at.firstChild?.type !== '#ifndef') return condition.text.replaceAll(/\s+/g, ' ').slice(0, 200)
  }
  return undefined
}

function isForTests(outer: Node, { attributes = [], testMark }: Language): boolean {
  if (testMark === undefined) return false
  for (let at = outer.previousNamedSibling; at !== null && (attributes.includes(at.type) || at.type.includes('comment')); at = at.previousNamedSibling)
    if (testMark.test(at.text)) return true
  return false
}

/** The text before the body, or the first lines of what has none, on one line. */
function signature(outer: Node, body: Node | undefined, language: Language): string {
  // A comment between a Ruby module's name and its body belongs to what is in it.
  const comment = language.openModules === true ? outer.namedChildren.find((child) => child?.type === 'comment') : undefined
  const end = Math.min(body?.startIndex ?? Infinity, comment?.startIndex ?? Infinity)
  const text = outer.text.slice(0, end === Infinity ? maxSignature * 2 : end - outer.startIndex)
  const firstLines = body === undefined ? text.slice(0, (text.indexOf('\n', 120) + 1 || text.length + 1) - 1) : text
  // On one line, nobody could tell where a comment among the parameters ends.
  const line = firstLines.replaceAll(/^[ \t]*\/\/.*$/gm, '').replaceAll(/\s+/g, ' ').trim()
  return line.replace(/\s*(=>|[={:])$/, '').trimEnd().slice(0, maxSignature)
}

type AccessOf = (node: Node) => Definition['access']

/** `private:` and the like, for what follows in the same body. */
function makeAccess(matches: readonly Captures[]): AccessOf {
  const said = matches.flatMap((captures) => captures.get('access') ?? []).map((node) => ({ at: node.startIndex, around: node.parent?.id, isPublic: /public/.test(node.text) }))
  if (said.length === 0) return () => undefined
  return (node) => {
    const last = said.findLast(({ at, around }) => at < node.startIndex && around === node.parent?.id)
    return last === undefined ? undefined : last.isPublic ? 'public' : 'private'
  }
}

function returnTypes(matches: readonly Captures[], language: Language): Map<number, string> {
  const returned = new Map<number, string>()
  for (const captures of matches) {
    const [name, returns] = [captures.get('name'), captures.get('returns')]
    if (name !== undefined && returns !== undefined && returns.text.length <= maxName) returned.set(name.startIndex, returns.text + arityOf(returns, language.arities === true))
  }
  return returned
}

/** A wrapper belongs to the definition only when it wraps nothing else: `const a = 1, b = 2` is two definitions. */
function outermost(node: Node, language: Language): Node {
  let outer = node
  while (outer.parent !== null && language.wrappers.includes(outer.parent.type)) {
    const { type } = outer
    if (outer.parent.namedChildren.filter((child) => child?.type === type).length !== 1) break
    outer = outer.parent
  }
  return outer
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
