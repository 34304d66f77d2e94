import type { Language } from '../language.js'
import { resolveJava } from '../link/resolve-others.js'

export const java: Language = {
  id: 'java',
  label: 'Java',
  grammars: { '.java': 'java' },
  docs: 'block',
  wrappers: [],
  scopes: ['program', 'block', 'method_declaration', 'constructor_declaration', 'lambda_expression', 'enhanced_for_statement', 'for_statement', 'catch_clause', 'try_with_resources_statement'],
  impliesSelf: true,
  onlyMembers: true,
  inheritsImplemented: true,
  selfNames: ['this', 'super'],
  overloads: true,
  sharedScope: 'package',
  importedAs: (source) => ({ name: source.slice(source.lastIndexOf('.') + 1) }),
  // Members of interfaces are public without saying so.
  isPublic: ({ signature, parentKind }) => /\bpublic\b/.test(signature) || (parentKind === 'interface' && !/\bprivate\b/.test(signature)),
  isTest: (path) => /(^|\/)src\/(test|it|jmh|integrationTest)\//.test(path) || /(^|\/)tests?\//.test(path) || /(Test|Tests|IT)\.java$/.test(path),
  resolveImport: resolveJava,
}
