import type { Language } from '../language.js'
import { resolvePython } from '../link/resolve-others.js'

export const python: Language = {
  id: 'python',
  label: 'Python',
  grammars: { '.py': 'python', '.pyi': 'python' },
  docs: 'docstring',
  wrappers: ['decorated_definition', 'expression_statement'],
  scopes: ['function_definition', 'lambda', 'module'],
  selfNames: ['self', 'cls', 'super()'],
  sharedScope: 'none',
  isPublic: ({ name }) => !name.startsWith('_') || (name.startsWith('__') && name.endsWith('__')),
  isTest: (path) => /(^|\/)(tests?|testing)\//.test(path) || /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/.test(path),
  resolveImport: resolvePython,
}
