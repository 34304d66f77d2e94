import type { Language } from '../language.js'
import { resolveJava } from '../link/resolve-others.js'

export const java: Language = {
  id: 'java',
  label: 'Java',
  grammars: { '.java': 'java' },
  docs: 'block',
  wrappers: [],
  scopes: ['method_declaration', 'constructor_declaration', 'lambda_expression', 'program'],
  selfNames: ['this', 'super'],
  sharedScope: 'package',
  // Members of interfaces are public without saying so.
  isPublic: ({ signature, nested }) => /\bpublic\b/.test(signature) || (nested && !/\b(private|protected)\b/.test(signature) && !/\)\s*(throws .*)?$/.test(signature)),
  isTest: (path) => /(^|\/)src\/(test|it|jmh|integrationTest)\//.test(path) || /(^|\/)tests?\//.test(path) || /(Test|Tests|IT)\.java$/.test(path),
  resolveImport: resolveJava,
}
