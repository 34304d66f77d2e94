import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Language as Grammar, Parser, Query } from 'web-tree-sitter'
import { built } from '../../../test/support/built.js'
import type { ImportSample, SiteSample } from './sample.js'

/**
 * Where identifiers stand in calls, types, instances and heritage, by the grammar alone: queries of their own, which share nothing with the
 * product's. A name that is being defined is `@defined`.
 */
const queries: Readonly<Record<string, { readonly grammar: string; readonly query: string }>> = {
  go: {
    grammar: 'go',
    query: `
      (call_expression function: [(identifier) @site (selector_expression field: (_) @site) (index_expression operand: (identifier) @site)])
      (type_identifier) @site
      (type_spec name: (_) @defined) (type_alias name: (_) @defined)
      (import_spec) @import`,
  },
  java: {
    grammar: 'java',
    query: `
      (method_invocation name: (_) @site) (method_reference (identifier) @site .)
      (type_identifier) @site
      [(marker_annotation name: (identifier) @site) (annotation name: (identifier) @site)]
      (type_parameter (type_identifier) @defined)
      (import_declaration) @import`,
  },
  rust: {
    grammar: 'rust',
    query: `
      (call_expression function: [(identifier) @site (scoped_identifier name: (_) @site) (field_expression field: (field_identifier) @site)])
      (generic_function function: [(identifier) @site (scoped_identifier name: (_) @site) (field_expression field: (field_identifier) @site)])
      (macro_invocation macro: [(identifier) @site (scoped_identifier name: (_) @site)])
      ((token_tree (identifier) @site . (token_tree) @_after) (#match? @_after "^[(]"))
      (type_identifier) @site
      [(struct_item name: (_) @defined) (enum_item name: (_) @defined) (union_item name: (_) @defined) (trait_item name: (_) @defined) (type_item name: (_) @defined) (associated_type name: (_) @defined) (type_parameter name: (_) @defined)]
      (use_declaration) @import (mod_item !body) @import`,
  },
  csharp: {
    grammar: 'c_sharp',
    query: `
      (invocation_expression function: [(identifier) @site (generic_name (identifier) @site) (member_access_expression name: [(identifier) @site (generic_name (identifier) @site)]) (conditional_access_expression (member_binding_expression name: [(identifier) @site (generic_name (identifier) @site)]))])
      (_ type: [(identifier) @site (generic_name (identifier) @site) (nullable_type [(identifier) @site (generic_name (identifier) @site)]) (array_type type: [(identifier) @site (generic_name (identifier) @site)]) (qualified_name name: [(identifier) @site (generic_name (identifier) @site)])])
      (_ returns: [(identifier) @site (generic_name (identifier) @site) (nullable_type [(identifier) @site (generic_name (identifier) @site)])])
      (base_list [(identifier) @site (generic_name (identifier) @site) (qualified_name name: [(identifier) @site (generic_name (identifier) @site)])])
      (type_argument_list [(identifier) @site (generic_name (identifier) @site) (nullable_type (identifier) @site)])
      (attribute name: (identifier) @site)
      (using_directive) @import`,
  },
  c: {
    grammar: 'c',
    query: `
      (call_expression function: [(identifier) @site (field_expression field: (_) @site)])
      (type_identifier) @site
      (type_definition declarator: (type_identifier) @defined)
      [(struct_specifier name: (_) @defined body: (_)) (union_specifier name: (_) @defined body: (_)) (enum_specifier name: (_) @defined body: (_))]
      (preproc_include) @import`,
  },
}

const sampledLanguages = Object.keys(queries)

export async function placesIn(folder: string, paths: readonly string[], language: string): Promise<{ sites: SiteSample[]; imports: ImportSample[] }> {
  const known = queries[language]
  if (known === undefined) throw new Error(`no samples are drawn of ${language}; there are ${sampledLanguages.join(', ')}`)
  await Parser.init()
  const wasm = await Grammar.load(fileURLToPath(built(`grammars/${known.grammar}.wasm`)))
  const parser = new Parser()
  parser.setLanguage(wasm)
  const query = new Query(wasm, known.query)
  const [sites, imports]: [SiteSample[], ImportSample[]] = [[], []]
  for (const path of paths) {
    const tree = parser.parse(readFileSync(join(folder, path), 'utf8'))
    if (tree === null) throw new Error(`${path} cannot be parsed`)
    const captures = query.captures(tree.rootNode)
    const defined = new Set(captures.flatMap(({ name, node }) => (name === 'defined' ? node.startIndex : [])))
    const seen = new Set<number>()
    for (const { name, node } of captures) {
      const line = node.startPosition.row + 1
      if (name === 'import') imports.push({ of: 'import', path, line, text: node.text.replaceAll(/\s+/g, ' '), verdict: '' })
      if (name !== 'site' || defined.has(node.startIndex) || seen.has(node.startIndex)) continue
      seen.add(node.startIndex)
      sites.push({ of: 'site', path, line, column: node.startPosition.column + 1, name: node.text, verdict: '' })
    }
    tree.delete()
  }
  return { sites, imports }
}
