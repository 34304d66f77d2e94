import type { Language } from '../language.js'
import { partCallSignatures } from './call-signatures.js'
import { resolveJavascript } from '../link/resolve-javascript.js'

export const isJavascriptTest = (path: string): boolean => /(^|\/)(tests?|__tests__|spec|e2e|cypress)\//.test(path) || /[._-](test|spec|e2e|bench)\.[cm]?[jt]sx?$/.test(path)

export const typescript: Language = {
  id: 'typescript',
  label: 'TypeScript',
  grammars: { '.ts': 'typescript', '.mts': 'typescript', '.cts': 'typescript', '.tsx': 'tsx' },
  queries: { typescript: ['ecmascript', 'typescript'], tsx: ['ecmascript', 'typescript', 'jsx'] },
  prepare: partCallSignatures,
  docs: 'block',
  wrappers: ['export_statement', 'lexical_declaration', 'variable_declaration', 'ambient_declaration'],
  scopes: ['program', 'statement_block', 'function_declaration', 'function_expression', 'arrow_function', 'method_definition', 'generator_function_declaration', 'generator_function', 'for_statement', 'for_in_statement', 'catch_clause', 'class_static_block', 'conditional_type'],
  selfNames: ['this', 'super'],
  sharedScope: 'none',
  isPublic: ({ name, kind, signature, exported, nested }) =>
    kind === 'method' || nested ? !/^(private|protected)\b/.test(signature) && !name.startsWith('#') && !name.startsWith('_') : exported,
  isTest: isJavascriptTest,
  resolveImport: resolveJavascript,
}
