import type { Language } from '../language.js'
import { parseDottedImport } from '../link/dotted-import.js'
import { resolveNamespace } from '../link/resolve-namespace.js'

export const kotlin: Language = {
  id: 'kotlin',
  label: 'Kotlin',
  grammars: { '.kt': 'kotlin', '.kts': 'kotlin' },
  docs: 'block',
  wrappers: [],
  scopes: ['source_file', 'function_body', 'function_declaration', 'lambda_literal', 'anonymous_function', 'for_statement', 'catch_block', 'control_structure_body'],
  impliesSelf: true,
  inheritsImplemented: true,
  extendsTypes: true,
  selfNames: ['this', 'super'],
  overloads: true,
  sharedScope: 'package',
  parseImport: parseDottedImport,
  isPublic: ({ signature }) => !/^(@\w+(\([^)]*\))? )*(\w+ )*?(private|internal)\b/.test(signature),
  isTest: (path) => /(^|\/)src\/(test|androidTest|[a-z]+Test)\//.test(path) || /(^|\/)tests?\//.test(path) || /(Test|Tests|Spec)\.kt$/.test(path),
  resolveImport: resolveNamespace,
}
