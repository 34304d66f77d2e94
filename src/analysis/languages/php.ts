import type { Language } from '../language.js'
import { parseUseStatement, resolvePhp } from '../link/resolve-php.js'

export const php: Language = {
  id: 'php',
  label: 'PHP',
  grammars: { '.php': 'php' },
  docs: 'block',
  joinedBy: { type: '::', method: '::' },
  wrappers: [],
  scopes: ['program', 'compound_statement', 'method_declaration', 'function_definition', 'anonymous_function', 'arrow_function', 'catch_clause'],
  inheritsImplemented: true,
  selfNames: ['$this', 'self', 'static', 'parent'],
  sharedScope: 'package',
  parseImport: parseUseStatement,
  isPublic: ({ signature }) => !/\b(private|protected)\b/.test(signature),
  isTest: (path) => /(^|\/)tests?\//i.test(path) || /(Test|TestCase|Cest)\.php$/.test(path),
  resolveImport: resolvePhp,
}
