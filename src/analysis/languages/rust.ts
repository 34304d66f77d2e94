import type { Language } from '../language.js'
import { parseUse, resolveRust } from '../link/resolve-rust.js'

export const rust: Language = {
  id: 'rust',
  label: 'Rust',
  grammars: { '.rs': 'rust' },
  docs: 'block',
  joinedBy: { type: '::', method: '::' },
  wrappers: [],
  attributes: ['attribute_item'],
  testMark: /^#\[(?:(?:[\w]+::)*test\b|(?:[\w]+::)?(?:rstest|bench|test_case)\b|cfg\((?:all\()?\s*test\b)/,
  scopes: ['source_file', 'block', 'function_item', 'closure_expression', 'for_expression', 'match_arm', 'if_expression', 'while_expression'],
  selfNames: ['self', 'Self'],
  inheritsImplemented: true,
  extendsTypes: true,
  importsModules: true,
  modulePaths: '::',
  macroTokens: 'token_tree',
  innerModule: 'mod_item',
  makers: ['default'],
  parseImport: parseUse,
  sharedScope: 'none',
  // What a trait promises is as visible as the trait.
  isPublic: ({ signature, parentKind }) => /^pub\b(?!\s*\((crate|super|self)\))/.test(signature.replace(/^(#!?\[[^\]]*\]\s*)+/, '')) || parentKind === 'interface',
  isTest: (path) => /(^|\/)(tests?|benches)\//.test(path) || /(^|\/)(tests?|[^/]*_tests?)\.rs$/.test(path),
  resolveImport: resolveRust,
}
