import type { Language } from '../language.js'

export const swift: Language = {
  id: 'swift',
  label: 'Swift',
  grammars: { '.swift': 'swift' },
  docs: 'block',
  wrappers: [],
  scopes: ['source_file', 'function_body', 'function_declaration', 'init_declaration', 'lambda_literal', 'for_statement', 'computed_property', 'statements'],
  impliesSelf: true,
  inheritsImplemented: true,
  extendsTypes: true,
  selfNames: ['self', 'super', 'Self'],
  // All files of a target see each other; which target a file is in only the package manager knows.
  overloads: true,
  sharedScope: 'repository',
  // What is not said to be private can be used in the whole module.
  isPublic: ({ signature }) => !/\b(private|fileprivate)\b/.test(signature.split('(')[0] ?? ''),
  isTest: (path) => /(^|\/)[^/]*Tests?\//.test(path) || /Tests?\.swift$/.test(path),
  resolveImport: ({ source }, index) => index.inPackage(source),
}
