import { fileURLToPath } from 'node:url'
import { Language, Parser, type Node } from 'web-tree-sitter'
import { built } from '../../../test/support/built.js'
import type { UseKind } from './reference.js'

/** An identifier of a Python file that means something; the place is zero-based, in UTF-16 units. */
export interface PythonName {
  readonly text: string
  readonly row: number
  readonly column: number
  readonly kind: UseKind
}

/** One name of an import statement. `module`: the last identifier of what is imported from. */
export interface PythonImport {
  readonly source: string
  readonly module: PythonName | undefined
  readonly names: readonly PythonName[]
}

export interface PythonNames {
  readonly names: readonly PythonName[]
  readonly imports: readonly PythonImport[]
  /** What imports call by another name. */
  readonly aliases: ReadonlySet<string>
}

/** Only lists where identifiers are: what they mean is asked of others. */
export async function pythonReader(): Promise<(text: string) => PythonNames> {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(fileURLToPath(built('grammars/python.wasm'))))
  return (text) => {
    const tree = parser.parse(text)
    if (tree === null) throw new Error('the parser gave up')
    const found: { names: PythonName[]; imports: PythonImport[]; aliases: Set<string> } = { names: [], imports: [], aliases: new Set() }
    visit(tree.rootNode, undefined, '', found)
    tree.delete()
    return found
  }
}

function visit(node: Node, parent: Node | undefined, context: string, found: { names: PythonName[]; imports: PythonImport[]; aliases: Set<string> }): void {
  if (node.type === 'import_statement' || node.type === 'import_from_statement') {
    found.imports.push(...readImport(node, found.aliases))
    return
  }
  if (node.type === 'identifier') {
    if (parent !== undefined && !isName(node, parent)) found.names.push(toName(node, kindOf(context)))
    return
  }
  for (const child of node.namedChildren) if (child !== null) visit(child, node, contextOf(node, child, context), found)
}

/** What a subtree is to what is around it: callee, type, base class, decorator, target of an assignment. */
function contextOf(node: Node, child: Node, context: string): string {
  const isField = (name: string) => node.childForFieldName(name)?.id === child.id
  if (node.type === 'call') return isField('function') ? 'call' : ''
  if (node.type === 'attribute') return isField('attribute') ? context : ''
  if (node.type === 'type') return 'type'
  if (node.type === 'class_definition' && isField('superclasses')) return 'extends'
  if (node.type === 'argument_list') return context
  if (node.type === 'decorator') return 'call'
  if (node.type === 'assignment' && isField('left')) return child.type === 'attribute' ? 'target attribute' : 'target'
  return context === 'type' || (context === 'target' && /_list$|^tuple|_pattern$/.test(node.type)) ? context : ''
}

function isName(node: Node, parent: Node): boolean {
  const isField = (name: string) => parent.childForFieldName(name)?.id === node.id
  if (['function_definition', 'class_definition', 'keyword_argument', 'default_parameter', 'typed_default_parameter'].includes(parent.type)) return isField('name')
  return ['parameters', 'lambda_parameters', 'list_splat_pattern', 'dictionary_splat_pattern'].includes(parent.type) || (parent.type === 'typed_parameter' && parent.namedChildren[0]?.id === node.id) || (parent.type === 'assignment' && isField('left'))
}

function kindOf(context: string): UseKind {
  return context === 'call' || context === 'type' || context === 'extends' ? context : 'read'
}

function readImport(node: Node, aliases: Set<string>): PythonImport[] {
  const from = node.childForFieldName('module_name')
  const named = node.namedChildren.flatMap((child) => (child === null || child.id === from?.id || !/^(dotted_name|aliased_import)$/.test(child.type) ? [] : child))
  const written = named.flatMap((child) => {
    const alias = child.childForFieldName('alias')
    if (alias !== null) aliases.add(alias.text)
    return (child.type === 'aliased_import' ? child.childForFieldName('name') : child) ?? []
  })
  if (node.type === 'import_statement') return written.map((name) => ({ source: name.text, module: lastName(name), names: [] }))
  return from === null ? [] : [{ source: from.text, module: lastName(from), names: written.flatMap((name) => lastName(name) ?? []) }]
}

function lastName(node: Node): PythonName | undefined {
  const dotted = node.type === 'relative_import' ? node.namedChildren.find((child) => child?.type === 'dotted_name') : node
  const last = dotted?.lastNamedChild
  return last === null || last === undefined ? undefined : toName(last, 'read')
}

const toName = (node: Node, kind: UseKind): PythonName => ({ text: node.text, row: node.startPosition.row, column: node.startPosition.column, kind })
