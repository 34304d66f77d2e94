import type { CodeMap } from '../../../src/analysis/code-map.js'
import type { Checkout } from '../checkout.js'
import { definitionsFound } from '../compare.js'
import { figure, type Figure } from '../figures.js'
import { ctagsDefinitions, ctagsLanguages, ctagsVersion } from '../references/ctags.js'

const lower: Readonly<Record<string, number>> = { c: 0.95 }

/** Definitions of the other languages against Universal Ctags, where it is installed. */
export function ctagsPart(checkout: Checkout, code: CodeMap, parsed: ReadonlySet<string>): Figure[] {
  if (ctagsVersion() === undefined) return []
  return Object.entries(ctagsLanguages).flatMap(([id, language]) => {
    const paths = code.files.filter((file) => file.language === id && parsed.has(file.path)).map(({ path }) => path)
    // A few scripts beside another language's code say nothing.
    if (paths.length < 10) return []
    const measured = new Set(paths)
    const components = code.components.filter(({ path }) => measured.has(path))
    const found = definitionsFound(ctagsDefinitions(checkout.folder, paths, language), { ...code, components })
    return [figure({ repository: checkout.name, language: language.name, metric: 'definitions found', goal: lower[id] ?? 0.98 }, found, `${found.extra.length} components beside them`)]
  })
}
