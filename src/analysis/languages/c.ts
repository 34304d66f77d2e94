import type { Language } from '../language.js'
import { resolveC } from '../link/resolve-others.js'

export const c: Language = {
  id: 'c',
  label: 'C',
  grammars: { '.c': 'c', '.h': 'c' },
  docs: 'block',
  wrappers: [],
  scopes: ['function_definition', 'translation_unit'],
  selfNames: [],
  sharedScope: 'linker',
  isPublic: ({ kind, signature, path }) => (kind === 'function' ? !/\bstatic\b/.test(signature) : path.endsWith('.h')),
  isTest: (path) => /(^|\/)(tests?|testing)\//.test(path) || /(^|\/)(test_[^/]*|[^/]*_test)\.[ch]$/.test(path),
  resolveImport: resolveC,
}
