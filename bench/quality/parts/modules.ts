import type { CodeMap, ModuleNode } from '../../../src/analysis/code-map.js'
import type { Checkout } from '../checkout.js'
import type { CodeMaps } from '../code-maps.js'
import type { Score } from '../compare.js'
import { figure, type Figure } from '../figures.js'

/** Files that go and come, one at a time, evenly spread over the repository. */
const trials = 12

/**
 * Every source file in one module, and what moves when a file goes away or comes: another address of its module's page is a move. The
 * modules before are handed over, as the product does for a new commit, and, told beside, not. A file keeps its fellows when most of
 * those it shared a page with, before or after, are the same (Jaccard index of at least a half).
 */
export async function modulesPart(checkout: Checkout, code: CodeMap, maps: CodeMaps): Promise<Figure[]> {
  const sources = code.files.filter(({ role }) => role === 'source').map(({ path }) => path)
  const places = placesIn(code.modules)
  const unplaced = sources.filter((path) => places.get(path)?.length !== 1)
  const taken = sources.length > 1 ? sources.filter((_, at) => at % Math.max(1, Math.ceil(sources.length / trials)) === 0) : []
  const [deleted, added, anew] = [new Moves(), new Moves(), new Moves()]
  for (const path of taken) {
    const without = { ...checkout.tree, entries: checkout.tree.entries.filter((entry) => entry.path !== path) }
    const others = sources.filter((one) => one !== path)
    const { modules: alone } = await maps.analyse(without)
    anew.note(`without ${path}`, others, [code.modules, alone])
    deleted.note(`without ${path}`, others, [code.modules, (await maps.analyse(without, code.modules)).modules])
    added.note(`with ${path}`, others, [alone, (await maps.analyse(checkout.tree, alone)).modules])
  }
  const at = { repository: checkout.name, language: 'modules' }
  return [
    figure({ ...at, metric: 'source files in exactly one module', goal: 1 }, { hits: sources.length - unplaced.length, all: sources.length, misses: unplaced }),
    figure({ ...at, metric: 'other files that stay when one is deleted', goal: 0.98 }, deleted.stayed, `${taken.length} deletions`),
    figure({ ...at, metric: 'other files that stay when one is added', goal: 0.98 }, added.stayed, `${taken.length} additions`),
    figure({ ...at, metric: 'other files that stay without the modules before', goal: undefined }, anew.stayed),
    figure({ ...at, metric: 'other files that keep their fellows', goal: undefined }, deleted.together),
    figure({ ...at, metric: 'other files that keep their fellows without the modules before', goal: undefined }, anew.together),
  ]
}

/** Counts over trials. */
class Moves {
  readonly #moved: string[] = []
  readonly #parted: string[] = []
  #others = 0

  note(trial: string, others: readonly string[], [from, to]: readonly [ModuleNode, ModuleNode]): void {
    const [before, after] = [moduleOf(from), moduleOf(to)]
    const [fellowsBefore, fellowsAfter] = [fellowsOf(before, others), fellowsOf(after, others)]
    for (const path of others) {
      const [old = 'nowhere', now = 'nowhere'] = [before.get(path), after.get(path)]
      if (jaccard(fellowsBefore.get(old), fellowsAfter.get(now)) < 0.5) this.#parted.push(`${trial}: ${path}`)
      if (old !== now) this.#moved.push(`${trial}: ${path} from ${old} to ${now}`)
    }
    this.#others += others.length
  }

  get stayed(): Score {
    return this.#score(this.#moved)
  }

  get together(): Score {
    return this.#score(this.#parted)
  }

  #score(misses: readonly string[]): Score {
    return { hits: this.#others - misses.length, all: this.#others, misses }
  }
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
function fellowsOf(modules: ReadonlyMap<string, string>, files: readonly string[]): Map<string, Set<string>> {
  const fellows = new Map<string, Set<string>>()
  for (const file of files) {
    const id = modules.get(file)
    if (id !== undefined) fellows.set(id, (fellows.get(id) ?? new Set()).add(file))
  }
  return fellows
}

function jaccard(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): number {
  const shared = [...a].filter((one) => b.has(one)).length
  return shared / Math.max(1, a.size + b.size - shared)
}
