import type { Language } from '../language.js'
import { resolveGo } from '../link/resolve-others.js'

export const go: Language = {
  id: 'go',
  label: 'Go',
  grammars: { '.go': 'go' },
  docs: 'line',
  wrappers: ['type_declaration', 'const_declaration', 'var_declaration', 'var_spec_list'],
  scopes: ['source_file', 'block', 'function_declaration', 'method_declaration', 'func_literal', 'if_statement', 'for_statement', 'expression_case', 'type_case'],
  selfNames: [],
  sharedScope: 'package',
  embeds: true,
  extendsTypes: true,
  // A path's last part may be a version: `example.org/queue/v2` is `queue`.
  importedAs: (source, packageName) => ({ namespace: packageName ?? source.replace(/\/v\d+$/, '').split('/').at(-1) ?? source }),
  // Nobody outside can import what is below a folder of that name.
  isPublic: ({ name, path }) => /^\p{Lu}/u.test(name) && !/(^|\/)internal\//.test(path),
  isTest: (path) => path.endsWith('_test.go') || /(^|\/)(testdata|tests?)\//.test(path),
  resolveImport: resolveGo,
}
