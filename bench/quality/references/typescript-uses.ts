import ts from 'typescript'
import type { Place, Unresolved, Use, UseKind, Uses } from './reference.js'
import { lineOf, nameOf } from './typescript-definitions.js'
import type { TypeScriptProgram } from './typescript-program.js'

/** Every identifier that is no declaration's name and stands in no import or export statement, with what the checker takes it for. */
export function usesIn(program: TypeScriptProgram, source: ts.SourceFile): Uses {
  const path = program.path(source)
  const [uses, unresolved]: [Use[], Unresolved[]] = [[], []]
  const visit = (node: ts.Node, within: readonly Place[]): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node) || ts.isExportAssignment(node)) {
      // What an export statement computes is code like any other.
      if (!ts.isExportAssignment(node) || ts.isIdentifier(node.expression)) return
    }
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      if (isName(node)) return
      const at = { path, line: lineOf(source, node), name: node.text }
      const symbol = symbolOf(node, program.checker)
      if (symbol === undefined) unresolved.push(at)
      else uses.push({ ...at, kind: useKind(node), within, targets: placesOf(meant(symbol, node), program) })
      return
    }
    const inner = holdsCode(node) ? placeOf(node, path, source) : undefined
    ts.forEachChild(node, (child) => visit(child, inner === undefined ? within : [inner, ...within]))
  }
  visit(source, [])
  return { uses, unresolved }
}

/** A declaration's own name, a property's in a literal, a label and the like. */
function isName(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return false
  if (ts.isBindingElement(parent)) return parent.name === node || parent.propertyName === node
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) || ts.isMetaProperty(parent) || ts.isJsxAttribute(parent) || ts.isImportAttribute(parent)) return true
  if (ts.isTypePredicateNode(parent) || ts.isNamedTupleMember(parent)) return parent.kind === ts.SyntaxKind.NamedTupleMember && (parent as ts.NamedTupleMember).name === node
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return false
  return (parent as ts.NamedDeclaration).name === node && (ts.isDeclarationStatement(parent) || ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isObjectLiteralElementLike(parent) || ts.isEnumMember(parent) || ts.isTypeParameterDeclaration(parent) || ts.isFunctionExpression(parent) || ts.isClassExpression(parent))
}

/** Undefined: the checker does not know. */
function symbolOf(node: ts.Identifier | ts.PrivateIdentifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent) ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node)
  if (symbol === undefined) return undefined
  const meant = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
  return meant.declarations === undefined ? undefined : meant
}

/** A type and a value may share a name: which of the two is meant, the place tells. */
function meant(symbol: ts.Symbol, node: ts.Node): readonly ts.Declaration[] {
  const all = symbol.declarations ?? []
  const isOnlyType = (one: ts.Declaration) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)
  const isOnlyValue = (one: ts.Declaration) => ts.isVariableDeclaration(one) || ts.isFunctionDeclaration(one) || ts.isBindingElement(one)
  const inType = ts.isPartOfTypeNode(node) && !ts.isTypeQueryNode(node.parent)
  const fitting = all.filter((one) => !(inType ? isOnlyValue(one) : isOnlyType(one)))
  return fitting.length > 0 ? fitting : all
}

function placesOf(declarations: readonly ts.Declaration[], program: TypeScriptProgram): Place[] {
  return declarations.flatMap((declaration) => {
    const source = declaration.getSourceFile()
    return placeOf(declaration, program.path(source), source) ?? []
  })
}

/** What a code map has a component for that code can lie in. */
function holdsCode(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodSignature(node)) return true
  if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) return node.initializer !== undefined && (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer) || ts.isClassExpression(node.initializer))
  return ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isAccessor(node)
}

function placeOf(node: ts.Node, path: string, source: ts.SourceFile): Place | undefined {
  if (ts.isBinaryExpression(node)) return assigned(node, path, source)
  const held = ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node) ? undefined : nameOf(node)
  return held === undefined ? undefined : { path, line: lineOf(source, held.node), name: held.text }
}

/** `Job.prototype.run = function () { … }` defines, for a code map. */
function assigned({ left, right, operatorToken }: ts.BinaryExpression, path: string, source: ts.SourceFile): Place | undefined {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left) || !(ts.isArrowFunction(right) || ts.isFunctionExpression(right))) return undefined
  return { path, line: lineOf(source, left.name), name: left.name.text }
}

function useKind(node: ts.Node): UseKind {
  const outer = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : ts.isQualifiedName(node.parent) && node.parent.right === node ? node.parent : node
  const { parent } = outer
  if (ts.isCallExpression(parent) && parent.expression === outer) return 'call'
  if (ts.isNewExpression(parent) && parent.expression === outer) return 'new'
  if (ts.isTaggedTemplateExpression(parent) || ts.isDecorator(parent) || ts.isJsxOpeningLikeElement(parent)) return 'call'
  if (ts.isExpressionWithTypeArguments(parent) && ts.isHeritageClause(parent.parent)) return parent.parent.token === ts.SyntaxKind.ExtendsKeyword ? 'extends' : 'implements'
  if (ts.isTypeReferenceNode(parent)) return 'type'
  return 'read'
}
