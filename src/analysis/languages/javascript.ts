import type { Language } from '../language.js'
import { resolveJavascript } from '../link/resolve-javascript.js'
import { isJavascriptTest } from './typescript.js'

export const javascript: Language = {
  id: 'javascript',
  label: 'JavaScript',
  grammars: { '.js': 'javascript', '.jsx': 'javascript', '.mjs': 'javascript', '.cjs': 'javascript' },
  docs: 'block',
  wrappers: ['export_statement', 'lexical_declaration', 'variable_declaration', 'expression_statement'],
  scopes: ['function_declaration', 'function_expression', 'arrow_function', 'method_definition', 'generator_function_declaration', 'program'],
  selfNames: ['this', 'super'],
  sharedScope: 'none',
  isPublic: ({ name, kind, exported, nested }) => (kind === 'method' || nested ? !name.startsWith('#') && !name.startsWith('_') : exported),
  isTest: isJavascriptTest,
  resolveImport: resolveJavascript,
}
