import type { CodeMap } from '../../../src/analysis/code-map.js'
import type { Checkout } from '../checkout.js'
import { definitionsFound, edgesFound, importsFound } from '../compare.js'
import { figure, type Figure } from '../figures.js'
import type { Uses } from '../references/reference.js'
import { definitionsIn } from '../references/typescript-definitions.js'
import { importsIn } from '../references/typescript-imports.js'
import { TypeScriptProgram } from '../references/typescript-program.js'
import { usesIn } from '../references/typescript-uses.js'

/** Definitions, edges and imports of TypeScript files against the compiler. */
export function typescriptPart(checkout: Checkout, code: CodeMap, packages: ReadonlyMap<string, string>, parsed: ReadonlySet<string>): Figure[] {
  const paths = code.files.filter(({ path, language }) => language === 'typescript' && parsed.has(path)).map(({ path }) => path)
  if (paths.length < 10) return []
  const program = new TypeScriptProgram(checkout.folder, paths, packages)
  const sources = paths.flatMap((path) => program.source(path) ?? [])
  const measured = new Set(paths)
  const only = <T extends { readonly path: string }>(all: readonly T[]) => all.filter(({ path }) => measured.has(path))

  const definitions = definitionsFound(sources.flatMap((source) => definitionsIn(source, program.path(source))), { ...code, components: only(code.components) })
  const found = sources.map((source) => usesIn(program, source))
  const uses: Uses = { uses: found.flatMap((one) => one.uses), unresolved: found.flatMap((one) => one.unresolved) }
  const edges = edgesFound(uses, code, (path) => measured.has(path))
  const imports = importsFound(sources.flatMap((source) => importsIn(program, source, checkout.folder)), code)
  const at = { repository: checkout.name, language: 'TypeScript' }
  return [
    figure({ ...at, metric: 'definitions found', goal: 0.995 }, definitions, `${definitions.extra.length} components beside them`),
    figure({ ...at, metric: 'edges, precision', goal: 0.985 }, edges.precision, `${edges.unjudged} not judged`),
    figure({ ...at, metric: 'calls and types, recall', goal: 0.75 }, edges.recall),
    figure({ ...at, metric: 'edges, recall', goal: 0.75 }, edges.recallOfAll),
    figure({ ...at, metric: 'imports, precision', goal: 0.99 }, imports.precision, `${imports.unjudged} not judged`),
    figure({ ...at, metric: 'imports, recall', goal: 0.99 }, imports.recall),
  ]
}
