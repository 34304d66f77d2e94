import type { Language } from '../language.js'
import { resolveGo } from '../link/resolve-others.js'

export const go: Language = {
  id: 'go',
  label: 'Go',
  grammars: { '.go': 'go' },
  docs: 'line',
  wrappers: ['const_declaration', 'var_declaration', 'var_spec_list'],
  scopes: ['function_declaration', 'method_declaration', 'func_literal', 'source_file'],
  selfNames: [],
  sharedScope: 'package',
  isPublic: ({ name }) => /^\p{Lu}/u.test(name),
  isTest: (path) => path.endsWith('_test.go') || /(^|\/)(testdata|tests?)\//.test(path),
  resolveImport: resolveGo,
}
