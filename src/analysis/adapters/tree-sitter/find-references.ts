import type { Node } from 'web-tree-sitter'
import type { ReferenceKind } from '../../code-map.js'
import type { Binding, FileFacts, ImportFact, ReferenceFact } from '../../file-facts.js'
import type { Language } from '../../language.js'
import { Ranges } from '../../ranges.js'
import { argumentShape } from './argument-shape.js'
import { arityOf, captured, receiverText, type Captures } from './captures.js'
import { maxName, typeKinds, type Found } from './find-definitions.js'
import type { ScopeAround } from './scopes.js'

/** Index of the innermost definition around a place of the text, -1 for none. */
export type Enclosing = (index: number) => number

/** A path or address that an import names. */
const maxSource = 1_000

/** What the rest of the file tells of references. */
export interface Around {
  readonly found: readonly Found[]
  readonly imports: readonly ImportFact[]
  readonly enclosing: Enclosing
}

export function findReferences(matches: readonly Captures[], language: Language, around: Around): ReferenceFact[] {
  const keepsArity = language.arities === true
  const definedAt = new Set(around.found.map(({ nameIndex }) => nameIndex))
  const isRead = makeReads(matches, around)
  const references = new Map<number, ReferenceFact>()
  for (const captures of matches) {
    const captive = captured(captures, 'ref.')
    const name = captures.get('name')
    if (captive === undefined || name === undefined || definedAt.has(name.startIndex)) continue
    const kind = captive[0] as ReferenceKind
    // A name is captured by general patterns too; the most telling kind stands.
    const known = references.get(name.startIndex)?.kind
    if (known !== undefined && (kind === 'read' || (kind === 'type' && known !== 'read'))) continue
    const { text } = name
    if (text.length > maxName || (kind === 'read' && !isRead(captures, text, name.startIndex))) continue
    const receiver = receiverText(captures.get('recv'), keepsArity)
    // What a type implements may stand beside it (`impl Runner for Job`).
    const owner = captures.get('owner')?.text
    const passed = captures.get('args')?.namedChildren.filter((child) => child !== null && !child.type.includes('comment'))
    const args = passed?.flatMap((child) => (child === null ? [] : argumentShape(child)))
    const typeArgs = kind === 'call' ? arityOf(name, keepsArity) : ''
    references.set(name.startIndex, {
      name: kind === 'call' || kind === 'read' ? text : text + arityOf(name, keepsArity),
      ...(receiver === undefined ? {} : { receiver }),
      kind,
      ...(captures.has('tag') ? { isTag: true as const } : {}),
      ...(args === undefined ? {} : { args }),
      ...(typeArgs === '' ? {} : { typeArgs: Number(typeArgs.slice(1)) }),
      line: name.startPosition.row + 1,
      within: owner === undefined ? around.enclosing(name.startIndex) : around.found.findIndex(({ definition }) => definition.name === owner && typeKinds.has(definition.kind)),
    })
  }
  return [...references].sort(([a], [b]) => a - b).map(([, fact]) => fact)
}

/** Most identifiers are local: only what the file defines or imports is worth to be resolved, and no place that binds a name. */
function makeReads(matches: readonly Captures[], { found, imports }: Around): (captures: Captures, name: string, startIndex: number) => boolean {
  const imported = new Set(imports.map(({ local, namespace, source }) => local ?? (namespace ?? source).split('.')[0] ?? ''))
  const defined = new Set(found.flatMap(({ definition: { name, kind } }) => (kind === 'method' || kind === 'field' ? [] : name)))
  const bindings = new Set<number>()
  const silent = new Ranges()
  for (const captures of matches) {
    for (const role of ['local', 'export', 'export.default']) bindings.add(captures.get(role)?.startIndex ?? -1)
    if (captured(captures, 'def.') !== undefined) bindings.add(captures.get('name')?.startIndex ?? -1)
    const node = captures.get('silent')
    if (node?.namedChildCount === 0) bindings.add(node.startIndex)
    else if (node !== undefined) silent.add([node.startIndex, node.endIndex - 1])
  }
  return (captures, name, startIndex) => {
    const receiver = captures.get('recv')
    const isKnown = receiver === undefined ? defined.has(name) || imported.has(name) : imported.has(receiver.text)
    return isKnown && (receiver !== undefined || !bindings.has(startIndex)) && silent.around(startIndex) === undefined
  }
}

export function findImports(matches: readonly Captures[], language: Language): ImportFact[] {
  return matches.flatMap((captures): ImportFact[] => {
    const tree = captures.get('import.tree')
    if (tree !== undefined) return (language.parseImport?.(fromFile(tree, language)) ?? []).map((named) => ({ ...named, line: tree.startPosition.row + 1 }))
    const source = captures.get('import.source')
    if (source === undefined || source.text.length > maxSource) return []
    const text = (name: string) => captures.get(name)?.text
    const reexport = captures.has('reexport') ? ({ reexport: true } as const) : {}
    const base = { source: source.text.replaceAll(/^["'<`]|["'>`]$/g, ''), line: source.startPosition.row + 1, ...reexport }
    const [standard, namespace, name] = [text('import.default'), text('import.namespace'), text('import.name')]
    if (captures.has('import.star')) return [{ ...base, name: '*' }]
    if (standard !== undefined) return [{ ...base, name: 'default', local: standard }]
    if (namespace !== undefined) return [{ ...base, namespace }]
    if (name !== undefined) return [{ ...base, name, local: text('import.alias') ?? name }]
    return [base]
  })
}

/** Modules inside of a file are the file's: each takes one `super` away. */
function fromFile(tree: Node, { innerModule }: Language): string {
  const { text } = tree
  if (innerModule === undefined || !/\b(super|self)\b/.test(text)) return text
  let depth = 0
  for (let at = tree.parent; at !== null; at = at.parent) if (at.type === innerModule) depth += 1
  let result = text
  for (; depth > 0 && /\bsuper\b/.test(result); depth -= 1) result = result.replace(/\bsuper\b/, 'self').replace('self::super', 'super')
  return result
}

export function findBindings(matches: readonly Captures[], language: Language, enclosing: Enclosing): Binding[] {
  return matches.flatMap((captures): Binding[] => {
    const variable = captures.get('var')
    const callee = captures.get('callee')
    const type = captures.get('type') ?? callee
    if (variable === undefined || type === undefined || variable.text.length > maxName) return []
    const receiver = callee === undefined ? undefined : receiverText(captures.get('recv'), language.arities)
    return [
      {
        variable: variable.text,
        type: type.text.replaceAll(/::|\\/g, '.').replaceAll(/^\.|[?!*&\s]/g, '').slice(0, maxName) + arityOf(type, language.arities === true),
        ...(callee === undefined ? {} : { called: true }),
        ...(receiver === undefined ? {} : { receiver }),
        line: variable.startPosition.row + 1,
        within: enclosing(variable.startIndex),
        ...(captures.has('bind.field') ? { field: true } : {}),
      },
    ]
  })
}

const importCaptures = ['import.default', 'import.namespace', 'import.alias', 'import.name']

/** Type parameters with the lines of what they belong to. */
export function findTypeParameters(matches: readonly Captures[], scopeAround: ScopeAround): NonNullable<FileFacts['typeParameters']> {
  return matches.flatMap((captures) => {
    const parameter = captures.get('local.type')
    if (parameter === undefined || parameter.text.length > maxName) return []
    const holder = captures.get('scope')
    const scope = holder === undefined ? scopeAround(parameter) : { firstLine: holder.startPosition.row + 1, lastLine: holder.endPosition.row + 1 }
    return scope === undefined ? [] : [[parameter.text, scope.firstLine, scope.lastLine] as const]
  })
}

/** Names that hide others between two lines. Those of the whole file hide nothing, and what an import or definition binds is known as such. */
export function findLocals(
  matches: readonly Captures[],
  definedAt: ReadonlySet<number>,
  scopeAround: ScopeAround,
): FileFacts['locals'] {
  const imported = new Set(matches.flatMap((captures) => importCaptures.flatMap((name) => captures.get(name)?.startIndex ?? [])))
  const locals = new Map<string, readonly [string, number, number]>()
  for (const captures of matches) {
    const local = captures.get('local')
    if (local === undefined || definedAt.has(local.startIndex) || imported.has(local.startIndex)) continue
    const { text } = local
    const scope = text.length > maxName ? undefined : scopeAround(local)
    if (scope === undefined) continue
    const { firstLine, lastLine } = scope
    locals.set(`${text} ${firstLine} ${lastLine}`, [text, firstLine, lastLine])
  }
  return [...locals.values()]
}
