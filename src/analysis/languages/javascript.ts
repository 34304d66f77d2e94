import type { Language } from '../language.js'
import { resolveJavascript } from '../link/resolve-javascript.js'
import { isJavascriptTest } from './typescript.js'

export const javascript: Language = {
  id: 'javascript',
  label: 'JavaScript',
  grammars: { '.js': 'javascript', '.jsx': 'javascript', '.mjs': 'javascript', '.cjs': 'javascript' },
  queries: { javascript: ['ecmascript', 'javascript', 'jsx'] },
  docs: 'block',
  wrappers: ['export_statement', 'lexical_declaration', 'variable_declaration', 'expression_statement'],
  scopes: ['program', 'statement_block', 'function_declaration', 'function_expression', 'arrow_function', 'method_definition', 'generator_function_declaration', 'generator_function', 'for_statement', 'for_in_statement', 'catch_clause', 'class_static_block'],
  selfNames: ['this', 'super'],
  sharedScope: 'none',
  callsModules: true,
  isPublic: ({ name, kind, exported, nested }) => (kind === 'method' || nested ? !name.startsWith('#') && !name.startsWith('_') : exported),
  isTest: isJavascriptTest,
  resolveImport: resolveJavascript,
}
