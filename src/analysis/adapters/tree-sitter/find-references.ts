import type { Node } from 'web-tree-sitter'
import type { ReferenceKind } from '../../code-map.js'
import type { Binding, FileFacts, ImportFact, ReferenceFact } from '../../file-facts.js'
import type { Language } from '../../language.js'
import { Ranges } from '../../ranges.js'
import { argumentShapes } from './argument-shape.js'
import type { Captures } from './captures.js'
import type { Matches } from './facts-query.js'
import { arityOf, receiverText } from './receiver-text.js'
import { maxName, typeKinds, type Found } from './find-definitions.js'
import type { ScopeAround } from './scopes.js'

/** Index of the innermost definition around a place of the text, -1 for none. */
export type Enclosing = (index: number) => number

/** A path or address that an import names. */
const maxSource = 1_000

/** The file that the matches are of. */
export interface Around {
  readonly source: string
  readonly language: Language
  readonly enclosing: Enclosing
}

/** What the rest of the file tells of references. */
export interface Told extends Around {
  readonly found: readonly Found[]
  readonly imports: readonly ImportFact[]
}

/** By place: a name is captured by several patterns, and the most telling kind stands. */
type ByPlace = Map<number, ReferenceFact>

export function findReferences(matches: Matches, told: Told): ReferenceFact[] {
  const definedAt = new Set(told.found.map(({ nameIndex }) => nameIndex))
  const references: ByPlace = new Map()
  for (const captures of matches.references) {
    const kind = captures.pattern.refers
    const name = captures.get('name')
    if (kind === undefined || name === undefined || definedAt.has(name.startIndex)) continue
    if (kind === 'type' && references.has(name.startIndex)) continue
    const { startIndex, endIndex } = name
    if (endIndex - startIndex <= maxName) references.set(startIndex, toReference(kind, name, told.source.slice(startIndex, endIndex), captures, told))
  }
  findReads(matches, told, definedAt, references)
  return [...references].sort(([a], [b]) => a - b).map(([, fact]) => fact)
}

function toReference(kind: ReferenceKind, name: Node, text: string, captures: Captures, { source, language, found, enclosing }: Told): ReferenceFact {
  const receiver = captures.get('recv')
  // What a type implements may stand beside it (`impl Runner for Job`).
  const owner = captures.get('owner')?.text
  const [args, member] = [captures.get('args'), captures.get('member')]
  const arity = arityOf(name, source, language.arities === true)
  return {
    name: kind === 'call' ? text : text + arity,
    receiver: receiver === undefined ? undefined : receiverText(receiver, source, language.arities),
    kind,
    isTag: captures.has('tag') ? true : undefined,
    member: member === undefined ? undefined : source.slice(member.startIndex, Math.min(member.endIndex, member.startIndex + maxName)),
    args: args === undefined ? undefined : argumentShapes(args, source),
    typeArgs: kind === 'call' && arity !== '' ? Number(arity.slice(1)) : undefined,
    line: name.startPosition.row + 1,
    within: owner === undefined ? enclosing(name.startIndex) : found.findIndex(({ definition }) => definition.name === owner && typeKinds.has(definition.kind)),
  }
}

/** Most identifiers are local: only what the file defines or imports is worth to be resolved, and no place that binds a name. */
function findReads(matches: Matches, { source, language, found, imports, enclosing }: Told, definedAt: ReadonlySet<number>, references: ByPlace): void {
  const imported = new Set(imports.map(({ local, namespace, source: from }) => local ?? (namespace ?? from).split('.')[0] ?? ''))
  const known = new Set([...imported, ...found.flatMap(({ definition: { name, kind } }) => (kind === 'method' || kind === 'field' ? [] : name))])
  const { places, ranges } = silentPlaces(matches)
  for (const captures of matches.reads) {
    const [name, receiver] = [captures.get('name'), captures.get('recv')]
    if (name === undefined || definedAt.has(name.startIndex) || references.has(name.startIndex)) continue
    // Asking for texts costs most: of the few that are left.
    if ((receiver === undefined && places.has(name.startIndex)) || ranges.around(name.startIndex) !== undefined) continue
    const text = source.slice(name.startIndex, name.endIndex)
    if (text.length > maxName || !(receiver === undefined ? known.has(text) : imported.has(source.slice(receiver.startIndex, receiver.endIndex)))) continue
    references.set(name.startIndex, {
      name: text,
      receiver: receiver === undefined ? undefined : receiverText(receiver, source, language.arities),
      kind: 'read',
      line: name.startPosition.row + 1,
      within: enclosing(name.startIndex),
    })
  }
}

/** Where a name reads nothing: places that bind one, and whole statements. */
function silentPlaces({ locals, exports, definitions, silent }: Matches): { readonly places: ReadonlySet<number>; readonly ranges: Ranges } {
  const places = new Set<number>()
  const ranges = new Ranges()
  for (const captures of locals) places.add(captures.get('local')?.startIndex ?? -1)
  for (const captures of exports) for (const name of exportCaptures) places.add(captures.get(name)?.startIndex ?? -1)
  for (const captures of definitions) places.add(captures.get('name')?.startIndex ?? -1)
  for (const captures of silent) {
    places.add(captures.get('silent')?.startIndex ?? -1)
    const statement = captures.get('silent.within')
    if (statement !== undefined) ranges.add([statement.startIndex, statement.endIndex - 1])
  }
  return { places, ranges }
}

const exportCaptures = ['export', 'export.default']

export function findImports(matches: Matches, language: Language): ImportFact[] {
  const parts = partsOfTrees(matches.imports)
  return matches.imports.flatMap((captures): ImportFact[] => {
    const tree = captures.get('import.tree')
    if (tree !== undefined && parts.has(tree)) return []
    if (tree !== undefined) return (language.parseImport?.(fromFile(tree, language)) ?? []).map((named) => ({ ...named, line: tree.startPosition.row + 1 }))
    const source = captures.get('import.source')
    const from = source?.text
    if (source === undefined || from === undefined || from.length > maxSource) return []
    const text = (name: string) => captures.get(name)?.text
    const reexport = captures.has('reexport') ? ({ reexport: true } as const) : {}
    const base = { source: from.replaceAll(/^["'<`]|["'>`]$/g, ''), line: source.startPosition.row + 1, ...reexport }
    const [standard, namespace, name] = [text('import.default'), text('import.namespace'), text('import.name')]
    if (captures.has('import.star')) return [{ ...base, name: '*' }]
    if (standard !== undefined) return [{ ...base, name: 'default', local: standard }]
    if (namespace !== undefined) return [{ ...base, namespace }]
    if (name !== undefined) return [{ ...base, name, local: text('import.alias') ?? name }]
    return [base]
  })
}

/** What another one says as well: `crate::a` in `use crate::a::b::c`. */
function partsOfTrees(imports: Matches['imports']): ReadonlySet<Node> {
  const trees = imports.flatMap((captures) => captures.get('import.tree') ?? [])
  let end = -1
  return new Set(
    trees
      .toSorted((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex)
      .filter((tree) => {
        const isPart = tree.endIndex <= end
        end = Math.max(end, tree.endIndex)
        return isPart
      }),
  )
}

/** Nobody writes more before one statement. */
const maxAttributes = 16

/** With the attributes before it. Modules inside of a file are the file's: each takes one `super` away. */
function fromFile(tree: Node, { innerModule, attributes = [] }: Language): string {
  let { text } = tree
  let at = attributes.length === 0 ? null : tree.previousNamedSibling
  for (let left = maxAttributes; left > 0 && at !== null && (attributes.includes(at.type) || at.type.includes('comment')); left -= 1) {
    if (attributes.includes(at.type)) text = `${at.text} ${text}`
    at = at.previousNamedSibling
  }
  if (innerModule === undefined || !/\b(super|self)\b/.test(text)) return text
  let depth = 0
  for (let around = tree.parent; around !== null; around = around.parent) if (around.type === innerModule) depth += 1
  let result = text
  for (; depth > 0 && /\bsuper\b/.test(result); depth -= 1) result = result.replace(/\bsuper\b/, 'self').replace('self::super', 'super')
  return result
}

export function findBindings(matches: Matches, { source, language, enclosing }: Around): Binding[] {
  return matches.bindings.flatMap((captures): Binding[] | Binding => {
    const variable = captures.get('var')
    const callee = captures.get('callee')
    const type = captures.get('type') ?? callee
    if (variable === undefined || type === undefined) return []
    const name = source.slice(variable.startIndex, variable.endIndex)
    if (name.length > maxName) return []
    const receiver = callee === undefined ? undefined : captures.get('recv')
    return {
      variable: name,
      type: source.slice(type.startIndex, type.endIndex).replaceAll(/::|\\/g, '.').replaceAll(/^\.|[?!*&\s]/g, '').slice(0, maxName) + arityOf(type, source, language.arities === true),
      called: callee === undefined ? undefined : true,
      receiver: receiver === undefined ? undefined : receiverText(receiver, source, language.arities),
      line: variable.startPosition.row + 1,
      within: enclosing(variable.startIndex),
      field: captures.has('bind.field') ? true : undefined,
    }
  })
}

const importCaptures = ['import.default', 'import.namespace', 'import.alias', 'import.name']

/** Type parameters with the lines of what they belong to. */
export function findTypeParameters(matches: Matches, scopeAround: ScopeAround): NonNullable<FileFacts['typeParameters']> {
  return matches.typeParameters.flatMap((captures) => {
    const parameter = captures.get('local.type')
    if (parameter === undefined || parameter.text.length > maxName) return []
    const holder = captures.get('scope')
    const scope = holder === undefined ? scopeAround(parameter) : { firstLine: holder.startPosition.row + 1, lastLine: holder.endPosition.row + 1 }
    return scope === undefined ? [] : [[parameter.text, scope.firstLine, scope.lastLine] as const]
  })
}

/** Names that hide others between two lines. Those of the whole file hide nothing, and what an import or definition binds is known as such. */
export function findLocals(matches: Matches, source: string, definedAt: ReadonlySet<number>, scopeAround: ScopeAround): FileFacts['locals'] {
  const imported = new Set(matches.imports.flatMap((captures) => importCaptures.flatMap((name) => captures.get(name)?.startIndex ?? [])))
  const locals = new Map<string, readonly [string, number, number]>()
  for (const captures of matches.locals) {
    const local = captures.get('local')
    if (local === undefined || definedAt.has(local.startIndex) || imported.has(local.startIndex)) continue
    const { startIndex, endIndex } = local
    const scope = endIndex - startIndex > maxName ? undefined : scopeAround({ startIndex, endIndex })
    if (scope === undefined) continue
    const { firstLine, lastLine } = scope
    const text = source.slice(startIndex, endIndex)
    locals.set(`${text} ${firstLine} ${lastLine}`, [text, firstLine, lastLine])
  }
  return [...locals.values()]
}
