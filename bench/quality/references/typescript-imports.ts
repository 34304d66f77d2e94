import { relative } from 'node:path'
import ts from 'typescript'
import type { ReferenceImport } from './reference.js'
import type { TypeScriptProgram } from './typescript-program.js'

/** Modules that a file names, statically or not, and the files that the compiler finds for them. */
export function importsIn(program: TypeScriptProgram, source: ts.SourceFile, folder: string): ReferenceImport[] {
  const path = program.path(source)
  return specifiersIn(source).map((specifier): ReferenceImport => {
    const resolved = program.resolve(source.fileName, specifier)
    const target = resolved === undefined ? undefined : relative(folder, ts.sys.realpath?.(resolved.resolvedFileName) ?? resolved.resolvedFileName)
    if (target !== undefined) return { path, specifier, targets: target.startsWith('..') || target.includes('node_modules/') ? [] : [target] }
    const isOwn = specifier.startsWith('.') && /(^|\/)(\.{1,2}|[^./]+|[^/]+\.[cm]?[jt]sx?|[^/]+\.json)$/.test(specifier)
    return { path, specifier, targets: isOwn ? [] : undefined }
  })
}

function specifiersIn(source: ts.SourceFile): string[] {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    const named = specifierOf(node)
    if (named !== undefined && ts.isStringLiteralLike(named)) found.add(named.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...found]
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) return node.moduleReference.expression
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal
  if (!ts.isCallExpression(node)) return undefined
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require')
  return isImport ? node.arguments[0] : undefined
}
