import type { Language } from '../language.js'
import { parseDottedImport } from '../link/dotted-import.js'
import { resolveNamespace } from '../link/resolve-namespace.js'

export const scala: Language = {
  id: 'scala',
  label: 'Scala',
  grammars: { '.scala': 'scala', '.sc': 'scala', '.sbt': 'scala' },
  docs: 'block',
  wrappers: [],
  scopes: ['compilation_unit', 'block', 'function_definition', 'lambda_expression', 'case_clause', 'for_expression'],
  impliesSelf: true,
  nestedPackages: true,
  addsPackages: true,
  inheritsImplemented: true,
  selfNames: ['this', 'super'],
  overloads: true,
  sharedScope: 'package',
  parseImport: parseDottedImport,
  isPublic: ({ signature }) => !/^(@\w+(\([^)]*\))? )*(\w+ )*?(private|protected)\b/.test(signature),
  isTest: (path) => /(^|\/)src\/(test|it)\//.test(path) || /(^|\/)tests?\//.test(path) || /(Test|Tests|Spec|Suite)\.scala$/.test(path),
  resolveImport: resolveNamespace,
}
