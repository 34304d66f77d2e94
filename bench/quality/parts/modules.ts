import type { CodeMap, ModuleNode } from '../../../src/analysis/code-map.js'
import type { Checkout } from '../checkout.js'
import type { CodeMaps } from '../code-maps.js'
import { figure, type Figure } from '../figures.js'

/** Files that are deleted, one at a time, evenly spread over the repository. */
const trials = 12

/**
 * Every source file in one module, and what moves when a file goes away: another address of its module's page is a move. A file keeps
 * its fellows when most of those it shared a page with, before or after, are the same (Jaccard index of at least a half).
 */
export async function modulesPart(checkout: Checkout, code: CodeMap, maps: CodeMaps): Promise<Figure[]> {
  const sources = code.files.filter(({ role }) => role === 'source').map(({ path }) => path)
  const places = placesIn(code.modules)
  const unplaced = sources.filter((path) => places.get(path)?.length !== 1)
  const before = moduleOf(code.modules)
  const [moved, parted]: [string[], string[]] = [[], []]
  let others = 0
  const taken = sources.filter((_, at) => at % Math.max(1, Math.ceil(sources.length / trials)) === 0)
  for (const gone of sources.length > 1 ? taken : []) {
    const entries = checkout.tree.entries.filter(({ path }) => path !== gone)
    const after = moduleOf((await maps.analyse({ ...checkout.tree, entries })).modules)
    const [fellowsBefore, fellowsAfter] = [fellowsOf(before, gone), fellowsOf(after, gone)]
    for (const path of sources) {
      if (path === gone) continue
      others += 1
      if (jaccard(fellowsBefore.get(before.get(path) ?? ''), fellowsAfter.get(after.get(path) ?? '')) < 0.5) parted.push(`without ${gone}: ${path}`)
      if (before.get(path) !== after.get(path)) moved.push(`without ${gone}: ${path} from ${before.get(path) ?? 'nowhere'} to ${after.get(path) ?? 'nowhere'}`)
    }
  }
  const at = { repository: checkout.name, language: 'modules' }
  return [
    figure({ ...at, metric: 'source files in exactly one module', goal: 1 }, { hits: sources.length - unplaced.length, all: sources.length, misses: unplaced }),
    figure({ ...at, metric: 'other files that stay when one is deleted', goal: 0.98 }, { hits: others - moved.length, all: others, misses: moved }, `${taken.length} deletions`),
    figure({ ...at, metric: 'other files that keep their fellows', goal: undefined }, { hits: others - parted.length, all: others, misses: parted }),
  ]
}

function placesIn(root: ModuleNode): Map<string, string[]> {
  const places = new Map<string, string[]>()
  const visit = ({ id, files, children }: ModuleNode): void => {
    for (const file of files) places.set(file, [...(places.get(file) ?? []), id])
    children.forEach(visit)
  }
  visit(root)
  return places
}

const moduleOf = (root: ModuleNode): Map<string, string> => new Map([...placesIn(root)].map(([file, [id = '']]) => [file, id]))

/** Files by the module they are in. */
function fellowsOf(modules: ReadonlyMap<string, string>, gone: string): Map<string, Set<string>> {
  const fellows = new Map<string, Set<string>>()
  for (const [file, id] of modules) if (file !== gone) fellows.set(id, (fellows.get(id) ?? new Set()).add(file))
  return fellows
}

function jaccard(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): number {
  const shared = [...a].filter((one) => b.has(one)).length
  return shared / Math.max(1, a.size + b.size - shared)
}
