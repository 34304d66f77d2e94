import type { Node } from 'web-tree-sitter'
import type { FileFacts } from '../../file-facts.js'
import type { Language } from '../../language.js'
import { lastFrom } from '../../last-from.js'
import type { FactsQuery, Matches } from './facts-query.js'
import { findDefinitions, type Found } from './find-definitions.js'
import { fileDoc } from './find-docs.js'
import { macroFacts } from './macro-tokens.js'
import type { ParsedSource } from './parsed-source.js'
import { indexScopes } from './scopes.js'
import { findBindings, findImports, findLocals, findReferences, findTypeParameters, type Enclosing } from './find-references.js'

/** The one extractor for all languages: what a query captured becomes facts. */
export function extractFacts(file: ParsedSource, query: FactsQuery, language: Language): FileFacts {
  const { tree, source } = file
  const root = tree.rootNode
  const matches = query.run(root)
  const scopeAround = indexScopes(root, language.scopes)
  const found = findDefinitions(matches, { root, source, language, scopeAround })
  const around = { source, language, enclosing: makeEnclosing(found) }
  const offered = new Set(matches.exports.flatMap((captures) => captures.get('export')?.text ?? []))
  const imports = findImports(matches, language).map((fact) => (offered.has(fact.local ?? fact.name ?? '') ? { ...fact, offered: true as const } : fact))
  const definedAt = new Set(found.map(({ nameIndex }) => nameIndex))
  const starts = new Set(found.map(({ startIndex }) => startIndex))
  const packageName = packageOf(matches, language)
  const macros = macroFacts(root, language.macroTokens, around.enclosing)
  const typeParameters = findTypeParameters(matches, scopeAround)
  const doc = fileDoc(file, language, (startIndex) => starts.has(startIndex))
  return {
    ...(packageName === undefined ? {} : { packageName }),
    ...(doc === undefined ? {} : { doc }),
    errorShare: errorShare(root),
    definitions: found.map(({ definition }) => definition),
    imports,
    references: [...findReferences(matches, { ...around, found, imports }), ...macros.references],
    bindings: [...findBindings(matches, around), ...macros.bindings],
    locals: [...findLocals(matches, source, definedAt, scopeAround), ...macros.locals],
    ...(typeParameters.length === 0 ? {} : { typeParameters }),
  }
}

const maxPackage = 1_000

/** Namespaces written with `\\` and `::` are known by dots. */
function packageOf({ packages }: Matches, language: Language): string | undefined {
  const declared = packages.flatMap((captures) => captures.get('package')?.text.slice(0, maxPackage).replaceAll(/\\|::/g, '.') ?? [])
  return language.addsPackages === true && declared.length > 0 ? declared.join('.') : declared[0]
}

/** The last definition that starts before, then outwards to one that still holds the place. */
function makeEnclosing(found: readonly Found[]): Enclosing {
  return (index) => {
    for (let at = lastFrom(found, index, ({ startIndex }) => startIndex); at >= 0; ) {
      const one = found[at]
      if (one === undefined) return -1
      if (one.endIndex > index && one.definition.kind !== 'constant') return at
      // A sibling that ended before has the same parent; a constant's parent may still hold the place.
      at = one.definition.parent
    }
    return -1
  }
}

/** Deeper than this, an error's node counts whole. */
const maxDepth = 200

/** Share of the text in nodes that the grammar could not make sense of, to four digits. */
function errorShare(root: Node): number {
  if (!root.hasError || root.endIndex === 0) return 0
  let characters = 0
  const visit = (node: Node, depth: number) => {
    if (node.isError || node.isMissing || depth >= maxDepth) characters += Math.max(1, node.endIndex - node.startIndex)
    else for (const child of node.children) if (child?.hasError === true || child?.isError === true || child?.isMissing === true) visit(child, depth + 1)
  }
  visit(root, 0)
  return Math.min(1, Math.round((characters / root.endIndex) * 10_000) / 10_000)
}
