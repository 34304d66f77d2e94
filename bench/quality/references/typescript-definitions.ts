import ts from 'typescript'
import type { ReferenceDefinition } from './reference.js'

/** What counts as a definition in a syntax tree, with its name; parameters, local variables, fields and enum members do not. */
export function definitionsIn(source: ts.SourceFile, path: string): ReferenceDefinition[] {
  const found = new Map<string, ReferenceDefinition>()
  const exported = exportedNames(source)
  const visit = (node: ts.Node, around: string): void => {
    const kind = kindOf(node, exported)
    const name = kind === undefined ? undefined : nameOf(node)
    let inner = around
    if (kind !== undefined && name !== undefined) {
      const key = `${around}.${name.text} ${isMergeable(node) ? kind : node.pos}`
      inner = `${around}.${name.text}`
      if (!found.has(key) || hasBody(node)) found.set(key, { path, line: lineOf(source, name.node), name: name.text, kind })
    } else if (ts.isFunctionLike(node)) inner = `${around}.${node.pos}`
    ts.forEachChild(node, (child) => visit(child, inner))
  }
  visit(source, '')
  return [...found.values()]
}

const hasBody = (node: ts.Node): boolean => (node as ts.FunctionLikeDeclaration).body !== undefined

/** Overloads are one definition, where the body is; so are the signatures of one method. */
const isMergeable = (node: ts.Node): boolean => ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node) || ts.isConstructorDeclaration(node)

/** `const { a, b } = …` is a definition of each. */
function kindOf(node: ts.Node, exported: ReadonlySet<string>): string | undefined {
  if (ts.isFunctionDeclaration(node)) return 'function'
  if (ts.isClassDeclaration(node)) return 'class'
  if (ts.isInterfaceDeclaration(node)) return 'interface'
  if (ts.isTypeAliasDeclaration(node)) return 'type'
  if (ts.isEnumDeclaration(node)) return 'enum'
  if (ts.isModuleDeclaration(node)) return ts.isIdentifier(node.name) && node.name.text !== 'global' ? 'namespace' : undefined
  if (ts.isMethodDeclaration(node)) return ts.isObjectLiteralExpression(node.parent) ? 'method of an object' : 'method'
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  if (ts.isAccessor(node)) return 'accessor'
  if (ts.isMethodSignature(node)) return ts.isInterfaceDeclaration(node.parent) ? 'method of an interface' : isNamedLiteral(node.parent) ? 'method of a type' : undefined
  if (ts.isPropertyDeclaration(node)) return isFunction(node.initializer) ? 'function in a field' : undefined
  if (ts.isVariableDeclaration(node)) {
    if (isFunction(node.initializer)) return 'function in a variable'
    if (node.initializer !== undefined && ts.isClassExpression(node.initializer)) return 'class in a variable'
    return ts.isIdentifier(node.name) && isExported(node, node.name.text, exported) ? 'exported variable' : undefined
  }
  if (ts.isBindingElement(node)) {
    const declaration = ts.walkUpBindingElementsAndPatterns(node)
    return ts.isVariableDeclaration(declaration) && ts.isIdentifier(node.name) && isExported(declaration, node.name.text, exported) ? 'exported variable' : undefined
  }
  return undefined
}

const isFunction = (node: ts.Node | undefined): boolean => node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node))

/** `type Jobs = { run(): void }`. */
const isNamedLiteral = (node: ts.Node): boolean => ts.isTypeLiteralNode(node) && ts.isTypeAliasDeclaration(node.parent)

function isExported(node: ts.Node, name: string, exported: ReadonlySet<string>): boolean {
  const statement = node.parent.parent
  if (!ts.isVariableStatement(statement)) return false
  if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true) return true
  return ts.isSourceFile(statement.parent) && exported.has(name)
}

/** `export { a, b as c }` and `export default a`, by what they are called inside. */
function exportedNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression)) names.add(statement.expression.text)
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) continue
    if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) continue
    for (const { name, propertyName } of statement.exportClause.elements) names.add((propertyName ?? name).text)
  }
  return names
}

/** A computed name is its own text (`[Symbol.iterator]`); a class without a name has none. */
export function nameOf(node: ts.Node): { readonly text: string; readonly node: ts.Node } | undefined {
  if (ts.isConstructorDeclaration(node)) return { text: 'constructor', node: node.getChildren().find(({ kind }) => kind === ts.SyntaxKind.ConstructorKeyword) ?? node }
  const name = (node as ts.NamedDeclaration).name
  if (name !== undefined && ts.isComputedPropertyName(name)) return { text: name.getText(), node: name }
  if (name === undefined || !(ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name))) return undefined
  return name.text === '' ? undefined : { text: name.text, node: name }
}

export const lineOf = (source: ts.SourceFile, node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
