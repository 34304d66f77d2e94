import type { CodeMap } from '../../../src/analysis/code-map.js'
import type { Checkout } from '../checkout.js'
import { edgesFound, importsFound } from '../compare.js'
import { figure, type Figure } from '../figures.js'
import { askPyright } from '../references/pyright.js'

/** Lines of Python that are asked about; of a larger repository every second, third, … file is. */
const maxLines = 40_000

/** Edges and imports of Python files against pyright. */
export async function pythonPart(checkout: Checkout, code: CodeMap, parsed: ReadonlySet<string>): Promise<Figure[]> {
  const all = code.files.filter(({ path, language }) => language === 'python' && parsed.has(path))
  if (all.length < 10) return []
  const step = Math.max(1, Math.ceil(all.reduce((sum, { lines }) => sum + lines, 0) / maxLines))
  const paths = all.filter((_, at) => at % step === 0).map(({ path }) => path)
  const measured = new Set(paths)
  const truth = await askPyright({ folder: checkout.folder, paths, names: new Set(code.components.map(({ name }) => name)), files: new Set(code.files.map(({ path }) => path)) })
  const edges = edgesFound(truth, code, (path) => measured.has(path))
  const imports = importsFound(truth.imports, code)
  const at = { repository: checkout.name, language: 'Python' }
  return [
    figure({ ...at, metric: 'edges, precision', goal: 0.985 }, edges.precision, `${edges.unjudged} not judged; ${paths.length} of ${all.length} files`),
    figure({ ...at, metric: 'calls and types, recall', goal: 0.85 }, edges.recall),
    figure({ ...at, metric: 'edges, recall', goal: 0.85 }, edges.recallOfAll),
    figure({ ...at, metric: 'imports, precision', goal: 0.99 }, imports.precision, `${imports.unjudged} not judged`),
    figure({ ...at, metric: 'imports, recall', goal: 0.99 }, imports.recall),
  ]
}
