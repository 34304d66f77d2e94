import type { Node, Query, Tree } from 'web-tree-sitter'
import type { FileFacts } from '../../file-facts.js'
import type { Language } from '../../language.js'
import { lastFrom } from '../../last-from.js'
import { toCaptures, type Captures } from './captures.js'
import { findDefinitions, type Found } from './find-definitions.js'
import { fileDoc } from './find-docs.js'
import { macroFacts } from './macro-tokens.js'
import { indexScopes } from './scopes.js'
import { findBindings, findImports, findLocals, findReferences, findTypeParameters, type Enclosing } from './find-references.js'

/** Patterns that may be half matched at once. People's code needs some hundreds at most; the cost of a chain of calls without end grows with it. */
const matchLimit = 1_000

/** The one extractor for all languages: what a query captured becomes facts. */
export function extractFacts(tree: Tree, query: Query, language: Language, path: string): FileFacts {
  const matches = query.matches(tree.rootNode, { matchLimit }).map(toCaptures)
  const scopeAround = indexScopes(tree.rootNode, language.scopes)
  const found = findDefinitions(matches, language, { root: tree.rootNode, scopeAround })
  const enclosing = makeEnclosing(found)
  const offered = new Set(matches.flatMap((captures) => captures.get('export')?.text ?? []))
  const imports = findImports(matches, language).map((fact) => (offered.has(fact.local ?? fact.name ?? '') ? { ...fact, offered: true as const } : fact))
  const definedAt = new Set(found.map(({ nameIndex }) => nameIndex))
  const starts = new Set(found.map(({ startIndex }) => startIndex))
  const packageName = packageOf(matches, language)
  const macros = macroFacts(tree.rootNode, language.macroTokens, enclosing)
  const typeParameters = findTypeParameters(matches, scopeAround)
  const doc = fileDoc(tree.rootNode, language, path, (startIndex) => starts.has(startIndex))
  return {
    ...(packageName === undefined ? {} : { packageName }),
    ...(doc === undefined ? {} : { doc }),
    errorShare: errorShare(tree.rootNode),
    definitions: found.map(({ definition }) => definition),
    imports,
    references: [...findReferences(matches, language, { found, imports, enclosing }), ...macros.references],
    bindings: [...findBindings(matches, language, enclosing), ...macros.bindings],
    locals: [...findLocals(matches, definedAt, scopeAround), ...macros.locals],
    ...(typeParameters.length === 0 ? {} : { typeParameters }),
  }
}

const maxPackage = 1_000

/** Namespaces written with `\\` and `::` are known by dots. */
function packageOf(matches: readonly Captures[], language: Language): string | undefined {
  const declared = matches.flatMap((captures) => captures.get('package')?.text.slice(0, maxPackage).replaceAll(/\\|::/g, '.') ?? [])
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
