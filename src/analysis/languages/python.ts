import type { Language } from '../language.js'
import { resolvePython } from '../link/resolve-others.js'

export const python: Language = {
  id: 'python',
  label: 'Python',
  grammars: { '.py': 'python', '.pyi': 'python' },
  docs: 'docstring',
  wrappers: ['decorated_definition', 'expression_statement'],
  scopes: ['module', 'function_definition', 'lambda', 'list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'],
  selfNames: ['self', 'cls', 'super()'],
  sharedScope: 'none',
  importsModules: true,
  declaresOnly: /^@([\w.]+\.)?overload\b/,
  importedAs: (source) => ({ namespace: source }),
  // `__all__` lists what is public and is nothing itself.
  isPublic: ({ name }) => name !== '__all__' && (!name.startsWith('_') || (name.startsWith('__') && name.endsWith('__'))),
  isTest: (path) => /(^|\/)(tests?|testing)\//.test(path) || /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/.test(path),
  resolveImport: resolvePython,
}
