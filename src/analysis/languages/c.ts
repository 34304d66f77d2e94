import type { Language } from '../language.js'
import { resolveC } from '../link/resolve-others.js'

export const c: Language = {
  id: 'c',
  label: 'C',
  grammars: { '.c': 'c', '.h': 'c' },
  docs: 'block',
  wrappers: [],
  conditions: ['preproc_ifdef', 'preproc_if', 'preproc_elif', 'preproc_elifdef'],
  scopes: ['translation_unit', 'compound_statement', 'function_definition', 'preproc_function_def', 'for_statement'],
  tags: true,
  selfNames: [],
  sharedScope: 'linker',
  // What a header holds is there for others, `static inline` functions included.
  isPublic: ({ kind, signature, path }) => path.endsWith('.h') || (kind === 'function' && !/\bstatic\b/.test(signature)),
  isTest: (path) => /(^|\/)(tests?|testing)\//.test(path) || /(^|\/)(test_[^/]*|[^/]*_test)\.[ch]$/.test(path),
  resolveImport: resolveC,
}
